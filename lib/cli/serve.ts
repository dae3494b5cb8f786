/**
 * The reports of a folder on 127.0.0.1, in pages that reload by themselves.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { Failure } from "./command.ts";

/** Where `--port` says nothing, this one or the next that is free. */
const FIRST_PORT = 8000;
const PORTS_TRIED = 20;

/** The path at which a page hears of itself. */
const EVENTS = "/.events";

/** What a page hears. */
interface State {
  /** What the page is now; null while there is none. */
  version: string | null;
  /** Why the last rebuild failed. */
  failure: string | null;
}

/**
 * The script of a served page. It listens only while the page is seen, for a
 * browser opens few connections to one server; told of another version than
 * its own it reloads, and the browser keeps the place.
 */
const SCRIPT = `{
const { version } = document.currentScript.dataset;
const box = document.createElement("pre");
box.setAttribute("role", "alert");
box.tabIndex = 0;
box.style.cssText = "position: fixed; inset: auto 0 0; max-height: 45vh; " +
  "margin: 0; padding: 0.8rem 1rem; overflow: auto; border-radius: 0; " +
  "border-top: 3px solid var(--red); background: var(--error-ground); " +
  "color: var(--ink); white-space: pre-wrap; z-index: 2";
let events;
const listen = () => {
  events?.close();
  if (document.hidden) return;
  events = new EventSource("${EVENTS}?page=" + encodeURIComponent(location.pathname));
  events.onmessage = ({ data }) => {
    const now = JSON.parse(data);
    if (now.version && now.version !== version) return location.reload();
    box.textContent = now.failure;
    if (now.failure) document.body.append(box);
    else box.remove();
  };
};
document.addEventListener("visibilitychange", listen);
listen();
}`;

const SCRIPT_HASH = createHash("sha256").update(SCRIPT).digest("base64");

/** Serves the pages of a folder, and nothing else of it, to this machine. */
export class PageServer implements AsyncDisposable {
  #folder: string;
  #server: Deno.HttpServer<Deno.NetAddr>;
  #failure: string | null = null;
  #listeners = new Set<() => Promise<void>>();
  #end = new AbortController();

  /**
   * @param folder where the pages lie
   * @param port the port; without one the first that is free from 8000 on
   * @throws {Failure} when the port is taken
   */
  constructor(folder: string, port?: number) {
    this.#folder = folder;
    this.#server = listen((request) => this.#answer(request), port);
  }

  /** The address of the list of pages. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/`;
  }

  /** Tells the pages that they may have changed, and why not if a rebuild failed. */
  async tell(failure: string | null = null): Promise<void> {
    this.#failure = failure;
    await Promise.all([...this.#listeners].map((send) => send()));
  }

  async [Symbol.asyncDispose]() {
    this.#end.abort();
    await this.#server.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    const { host, pathname, searchParams } = new URL(request.url);
    // A page elsewhere can give its own name this machine's address.
    const { port } = this.#server.addr;
    if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(host)) {
      return new Response("Wrong host\n", { status: 403 });
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response("Only GET\n", { status: 405 });
    }
    if (pathname === EVENTS) {
      return this.#events(searchParams.get("page") ?? "/");
    }
    const page = await this.#read(pathname);
    return new Response(page ? live(page) : NO_PAGE, {
      status: page ? 200 : 404,
      headers: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": "frame-ancestors 'none'",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
      },
    });
  }

  /** The page at a path. Pages lie side by side, so that no path leads elsewhere. */
  async #read(pathname: string): Promise<string | undefined> {
    let name;
    try {
      name = decodeURIComponent(pathname.slice(1)) || "index.html";
    } catch {
      return;
    }
    if (!/^[^./\\][^/\\\0]*\.html$/.test(name)) return;
    return await Deno.readTextFile(join(this.#folder, name))
      .catch(() => undefined);
  }

  #events(pathname: string): Response {
    let send: () => Promise<void>;
    const listeners = this.#listeners;
    const stream = new ReadableStream<string>({
      start: async (controller) => {
        send = async () => {
          const page = await this.#read(pathname);
          const state: State = {
            version: page === undefined ? null : versionOf(page),
            failure: this.#failure,
          };
          if (listeners.has(send)) {
            controller.enqueue(`data: ${JSON.stringify(state)}\n\n`);
          }
        };
        listeners.add(send);
        this.#end.signal.addEventListener("abort", () => {
          if (listeners.delete(send)) controller.close();
        });
        controller.enqueue("retry: 500\n\n");
        await send();
      },
      cancel() {
        listeners.delete(send);
      },
    });
    return new Response(stream.pipeThrough(new TextEncoderStream()), {
      headers: {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
      },
    });
  }
}

function listen(
  handler: (request: Request) => Promise<Response>,
  port?: number,
): Deno.HttpServer<Deno.NetAddr> {
  const ports = port === undefined
    ? Array.from({ length: PORTS_TRIED }, (_, i) => FIRST_PORT + i)
    : [port];
  for (const port of ports) {
    try {
      return Deno.serve({
        hostname: "127.0.0.1",
        port,
        onListen() {},
      }, handler);
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
  throw new Failure(
    `Cannot serve the reports: ${
      port === undefined
        ? `the ports ${ports[0]} to ${ports.at(-1)} are`
        : `port ${port} is`
    } taken`,
  );
}

function versionOf(page: string): string {
  return createHash("sha256").update(page).digest("base64url").slice(0, 16);
}

/** The page with the script, and a policy that allows just that. The file has neither. */
function live(page: string): string {
  const policy = /(<meta http-equiv="Content-Security-Policy" content="[^"]*)"/;
  if (!policy.test(page)) return page;
  return page
    .replace(
      policy,
      `$1; script-src &#x27;sha256-${SCRIPT_HASH}&#x27;; connect-src &#x27;self&#x27;"`,
    )
    .replace(
      /(?=<\/body><\/html>\s*$)/,
      `<script data-version="${versionOf(page)}">${SCRIPT}</script>`,
    );
}

const NO_PAGE = `<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>No such report</title>
<p>There is no such report. <a href="/">All reports</a></p></html>
`;
