/**
 * Serves the reports of a folder, as pages that reload by themselves.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { Failure } from "./command.ts";

/** The ports to try, in this order, when none is given. */
const PORTS = Array.from({ length: 20 }, (_, i) => 8000 + i);

/** The path of the events that tell pages to reload. */
const EVENTS = "/.events";

/**
 * The script of a served page. It listens only while the page is visible, as a
 * browser opens few connections to one server. When there is a newer version it
 * reloads the page, and the browser keeps its scroll position.
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
  events = new EventSource("${EVENTS}");
  events.onmessage = ({ data }) => {
    const state = JSON.parse(data);
    if (state.version !== version) return location.reload();
    box.textContent = state.failure;
    if (state.failure) document.body.append(box);
  };
};
document.addEventListener("visibilitychange", listen);
listen();
}`;

const SCRIPT_HASH = createHash("sha256").update(SCRIPT).digest("base64");

/** Serves the pages of a folder, and nothing else, to this machine. */
export class PageServer implements AsyncDisposable {
  #folder: string;
  #server: Deno.HttpServer<Deno.NetAddr>;
  #end = new AbortController();
  /** The version that a page must have, and why there is no newer one. */
  #state = { version: crypto.randomUUID() as string, failure: "" };
  #files: string[] = [];
  #listeners = new Set<ReadableStreamDefaultController<string>>();

  /**
   * @param folder the folder of the pages
   * @param port the port; without one, the first that is free from 8000 on
   * @throws {Failure} when the port is taken
   */
  constructor(folder: string, port?: number) {
    this.#folder = folder;
    this.#server = listen(
      (request) => this.#answer(request),
      this.#end.signal,
      port,
    );
  }

  /** The address of the front page. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/`;
  }

  /**
   * Makes open pages reload, or show why there are no new ones.
   *
   * @param files the paths of other files that pages link to
   */
  update(failure = "", files = this.#files): void {
    this.#files = files;
    const version = failure ? this.#state.version : crypto.randomUUID();
    this.#state = { version, failure };
    for (const listener of this.#listeners) listener.enqueue(this.#event);
  }

  async [Symbol.asyncDispose]() {
    for (const listener of this.#listeners) listener.close();
    // A shutdown would wait for clients that never end their requests.
    this.#end.abort();
    await this.#server.finished;
  }

  async #answer(request: Request): Promise<Response> {
    const { host, pathname } = new URL(request.url);
    // Another site can point its own domain name at this machine's address.
    const { port } = this.#server.addr;
    if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(host)) {
      return new Response("Wrong host\n", { status: 403 });
    }
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response("Only GET\n", { status: 405 });
    }
    if (pathname === EVENTS) return this.#events();
    const { version } = this.#state;
    const { bytes, isPage = true } = await this.#read(pathname) ?? {};
    const body = !bytes
      ? NO_PAGE
      : isPage
      ? withScript(new TextDecoder().decode(bytes), version)
      : bytes;
    return new Response(body, {
      status: bytes ? 200 : 404,
      headers: {
        "content-type": isPage
          ? "text/html; charset=utf-8"
          : "application/octet-stream",
        "cache-control": "no-store",
        "content-security-policy": "frame-ancestors 'none'",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
      },
    });
  }

  /** The page, or one of the other files, at a path. No path and no link leads out of the folder. */
  async #read(pathname: string) {
    try {
      const name = decodeURIComponent(pathname.slice(1))
        .replace(/(?<=^|\/)$/, "index.html");
      const isPage = name.endsWith(".html") &&
        name.split("/").every((part) => /^[^.\\\0][^\\\0]*$/.test(part));
      if (!isPage && !this.#files.includes(name)) return;
      const path = join(await Deno.realPath(this.#folder), name);
      const { isFile } = await Deno.stat(path);
      if (!isFile || await Deno.realPath(path) !== path) return;
      return { isPage, bytes: await Deno.readFile(path) };
    } catch {
      return; // There is no such file, or no such path.
    }
  }

  get #event(): string {
    return `data: ${JSON.stringify(this.#state)}\n\n`;
  }

  #events(): Response {
    let listener: ReadableStreamDefaultController<string>;
    const stream = new ReadableStream<string>({
      start: (controller) => {
        listener = controller;
        listener.enqueue(`retry: 500\n${this.#event}`);
        this.#listeners.add(listener);
      },
      cancel: () => void this.#listeners.delete(listener),
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
  signal: AbortSignal,
  given?: number,
): Deno.HttpServer<Deno.NetAddr> {
  for (const port of given === undefined ? PORTS : [given]) {
    try {
      const options = { hostname: "127.0.0.1", port, signal, onListen() {} };
      return Deno.serve(options, handler);
    } catch (error) {
      if (error instanceof Deno.errors.AddrInUse) continue;
      const why = (error as Error).message; // As of a port for root alone.
      throw new Failure(`Cannot serve the reports on port ${port}: ${why}`);
    }
  }
  const taken = given === undefined
    ? `the ports ${PORTS[0]} to ${PORTS.at(-1)} are`
    : `port ${given} is`;
  throw new Failure(`Cannot serve the reports: ${taken} taken`);
}

/** The page with the script, and a policy that allows nothing else. The file has neither. */
function withScript(page: string, version: string): string {
  const policy =
    /(<meta http-equiv="?Content-Security-Policy"? content="[^"]*)"/;
  return page
    .replace(
      policy,
      `$1; script-src &#x27;sha256-${SCRIPT_HASH}&#x27;; connect-src &#x27;self&#x27;"`,
    )
    .replace(
      /(?=<\/body><\/html>\s*$)/,
      `<script data-version="${version}">${SCRIPT}</script>`,
    );
}

const NO_PAGE = `<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>No such report</title>
<p>There is no such report. <a href="/">All reports</a></p></html>
`;
