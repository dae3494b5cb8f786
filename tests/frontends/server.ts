/**
 * JupyterLab's and Notebook's servers, on a port of their own.
 *
 * @module
 */
import type { Jupyter } from "./jupyter.ts";

export type FrontEnd = "lab" | "notebook";

/** A server in the copy of the project; ends with the test. */
export class Server implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly port = freePort();
  readonly token = crypto.randomUUID();

  private constructor(jupyter: Jupyter, frontEnd: FrontEnd) {
    // Keeps JupyterLab from asking the network for news.
    jupyter.set("apputils-extension/notification", {
      checkForUpdates: false,
      fetchNews: "false",
    });
    const App = frontEnd === "lab" ? "LabApp" : "JupyterNotebookApp";
    this.#process = jupyter.start("jupyter", [
      frontEnd,
      "--no-browser",
      "--allow-root",
      `--port=${this.port}`,
      "--ServerApp.port_retries=0",
      `--IdentityProvider.token=${this.token}`,
      "--LabApp.extension_manager=readonly",
      // Lets a test read the notebook on the screen.
      `--${App}.expose_app_in_browser=True`,
    ], "null");
  }

  static async start(jupyter: Jupyter, frontEnd: FrontEnd): Promise<Server> {
    const server = new Server(jupyter, frontEnd);
    await waitForServer(server.port, server.token);
    return server;
  }

  /** The address at which a front end opens a path. */
  url(view: string, path: string): string {
    return `http://127.0.0.1:${this.port}/${view}/${path}?token=${this.token}`;
  }

  async [Symbol.asyncDispose]() {
    this.#process.kill("SIGTERM"); // It ends its kernels, too.
    await this.#process.status;
  }
}

/** A port that nobody listens on. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Waits until a Jupyter server answers, and returns its list of kernels. */
export async function waitForServer(
  port: number,
  token: string,
  // deno-lint-ignore no-explicit-any
): Promise<any> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    try {
      const answer = await fetch(
        `http://127.0.0.1:${port}/api/kernelspecs?token=${token}`,
      );
      if (answer.ok) return await answer.json();
      await answer.body?.cancel();
    } catch {
      // It does not listen yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No Jupyter server on port ${port} after 60 s`);
}
