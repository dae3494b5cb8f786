/**
 * A front end for tests, whose kernel is this project's, started as Jupyter
 * starts it.
 *
 * @module
 */

import { Kernel } from "../../../lib/jupyter/kernel/kernel.ts";
import type { Message } from "../../../lib/jupyter/wire/message.ts";
import { ZmtpSocket } from "../../../lib/jupyter/wire/zmtp.ts";
import { Folder, root } from "../../cli/command.ts";

type Content = Message["content"];
type Socket = "shell" | "iopub" | "stdin" | "control" | "hb";

/** What a request is answered. */
export interface Answer {
  reply: Content;
  /** The outputs that come before idle, as a reader sees them. Front ends lose later ones. */
  shown: string[];
}

/** A kernel, and a front end that is connected to it. */
export class FrontEnd implements AsyncDisposable {
  readonly kernel: Kernel;
  readonly #folder: Folder;
  /** The outputs of each request. */
  readonly #outputs = new Map<string, Outputs>();

  /** Starts a kernel and waits until it answers. */
  static async start(...options: string[]): Promise<FrontEnd> {
    const folder = new Folder();
    const kernel = await Kernel.start({
      cwd: folder.path,
      reader: true,
      command: [
        ...["sh", "-c", 'NO_COLOR=1 exec "$@" 2>/dev/null', "sh"],
        ...[Deno.execPath(), "run", "-A", `${root}/lib/cli/main.ts`],
        ...["lab", ...options, "--kernel", "{connection_file}"],
      ],
    });
    return new FrontEnd(kernel, folder);
  }

  private constructor(kernel: Kernel, folder: Folder) {
    this.kernel = kernel;
    this.#folder = folder;
    kernel.onMessage = ({ header, parent_header, content }) => {
      const outputs = this.#of(parent_header.msg_id);
      if (content.execution_state === "idle") {
        outputs.isIdle = true;
        outputs.idle.resolve();
      } else if (!outputs.isIdle) add(outputs.shown, header.msg_type, content);
    };
  }

  /** Runs a cell. */
  cell(code: string, more: Content = {}): Promise<Answer> {
    return this.request("execute_request", {
      ...{ code, silent: false, store_history: true, stop_on_error: true },
      ...{ allow_stdin: true, user_expressions: {}, ...more },
    });
  }

  /** Sends a request on the shell channel and waits for its reply and its idle. */
  async request(type: string, content: Content): Promise<Answer> {
    const { content: reply, parent_header } = await this.kernel
      .request(type, content);
    const { idle, shown } = this.#of(parent_header.msg_id);
    await idle.promise;
    return { reply, shown };
  }

  /** A connection of its own to one of the kernel's sockets. */
  async open(socket: Socket, type: string): Promise<ZmtpSocket> {
    return await ZmtpSocket.open(await this.connect(socket), type);
  }

  /** A bare connection to one of the kernel's ports. */
  connect(socket: Socket): Promise<Deno.TcpConn> {
    return Deno.connect({ port: this.kernel.process.ports[`${socket}_port`] });
  }

  async [Symbol.asyncDispose]() {
    await this.kernel[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }

  #of(id = ""): Outputs {
    return this.#outputs.get(id) ?? this.#outputs.set(id, {
      shown: [],
      isIdle: false,
      idle: Promise.withResolvers(),
    }).get(id)!;
  }
}

interface Outputs {
  shown: string[];
  isIdle: boolean;
  idle: PromiseWithResolvers<void>;
}

/** Adds an output, or its text to that of the one before. */
function add(all: string[], type: string, content: Content): void {
  const { name, text, traceback } = content;
  const data = content.data as Record<string, string> | undefined;
  if (type === "stream") {
    if (all.at(-1)?.startsWith(`${name}: `)) all[all.length - 1] += text;
    else all.push(`${name}: ${text}`);
  }
  if (type === "error") all.push((traceback as string[]).join("\n"));
  if (data) all.push(`${type}: ${data["text/plain"]}`);
}
