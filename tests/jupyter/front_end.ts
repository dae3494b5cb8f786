/**
 * A front end for tests: it starts this project's kernel as Jupyter does, and
 * speaks to it through sockets of its own.
 *
 * @module
 */

import { type Message, MessageCodec } from "../../lib/jupyter/message.ts";
import { ZmtpSocket } from "../../lib/jupyter/zmtp.ts";
import { Folder, root } from "../cli/command.ts";

type Content = Message["content"];

/** The replies and outputs of a request, and its outputs as a reader sees them. */
export interface Answer {
  reply: Content;
  shown: string[];
}

const PORTS = ["shell", "iopub", "stdin", "control", "hb"] as const;
type Channel = typeof PORTS[number];

/** A kernel's connection file. */
export type Connection =
  & { ip: string; key: string }
  & Record<`${Channel}_port`, number>;

/** A kernel, and a front end that is connected to it. */
export class FrontEnd implements AsyncDisposable {
  readonly connection: Connection;
  readonly process: Deno.ChildProcess;
  /** Answers the kernel's prompts. */
  onInput: (prompt: string) => string = () => "";
  readonly #folder = new Folder();
  readonly #codec: MessageCodec;
  readonly #sockets = new Map<Channel, ZmtpSocket>();
  readonly #waiting = new Map<
    string,
    Answer & { idle: boolean; done: () => void; type: string }
  >();

  private constructor() {
    const listeners = PORTS.map(() => Deno.listen({ port: 0 }));
    const ports = listeners.map(({ addr: { port } }, i) => [
      `${PORTS[i]}_port`,
      port,
    ]);
    listeners.forEach((listener) => listener.close());
    this.connection = {
      ...Object.fromEntries(ports),
      ...{ ip: "127.0.0.1", key: crypto.randomUUID(), transport: "tcp" },
    };
    this.#codec = new MessageCodec(this.connection.key);
    this.#folder.write("connection.json", JSON.stringify(this.connection));
    this.process = new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", `${root}/lib/cli/main.ts`, "kernel"],
        `${this.#folder.path}/connection.json`,
      ],
      cwd: this.#folder.path,
      env: { NO_COLOR: "1" },
      ...{ stdin: "null", stdout: "null", stderr: "null" },
    }).spawn();
  }

  /** Starts a kernel and waits until it answers. */
  static async start(): Promise<FrontEnd> {
    const front = new FrontEnd();
    for (const channel of PORTS) {
      const type = { iopub: "SUB", hb: "REQ" }[channel as string] ?? "DEALER";
      const socket = await front.open(channel, type);
      front.#sockets.set(channel, socket);
      if (channel === "iopub") await socket.send([new Uint8Array([1])]);
      if (channel !== "hb") front.#receive(channel, socket);
    }
    await front.request("kernel_info_request", {});
    return front;
  }

  /** A connection to one of the kernel's sockets. */
  async open(channel: Channel, type: string): Promise<ZmtpSocket> {
    return await ZmtpSocket.open(await this.connect(channel), type);
  }

  /** A bare connection to one of the kernel's ports. */
  async connect(channel: Channel): Promise<Deno.TcpConn> {
    const port = this.connection[`${channel}_port`];
    for (let tries = 0;; tries++) {
      try {
        return await Deno.connect({ hostname: "127.0.0.1", port });
      } catch (error) {
        if (tries === 500) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  /** Runs a cell. */
  cell(code: string, more: Content = {}): Promise<Answer> {
    return this.request("execute_request", {
      ...{ code, silent: false, store_history: true, stop_on_error: true },
      ...{ allow_stdin: true, user_expressions: {}, ...more },
    });
  }

  /** Sends a request and waits for its reply and its idle. */
  async request(
    type: string,
    content: Content,
    channel: Channel = "shell",
  ): Promise<Answer> {
    const { id, frames } = this.#codec.encode(type, content);
    const { promise, resolve } = Promise.withResolvers<void>();
    const answer = {
      ...{ reply: {}, shown: [], type },
      ...{ idle: channel === "control", done: resolve },
    };
    this.#waiting.set(id, answer);
    await this.#sockets.get(channel)!.send(frames);
    await promise;
    return answer;
  }

  /** A codec whose key is the kernel's, or another one. */
  codec(key = this.connection.key): MessageCodec {
    return new MessageCodec(key);
  }

  async [Symbol.asyncDispose]() {
    for (const socket of this.#sockets.values()) socket.close();
    try {
      this.process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.process.status;
    this.#folder[Symbol.dispose]();
  }

  async #receive(channel: Channel, socket: ZmtpSocket): Promise<void> {
    try {
      for (
        let frames = await socket.receive();
        frames;
        frames = await socket.receive()
      ) await this.#take(channel, this.#codec.decode(frames));
    } catch {
      // The kernel has ended.
    }
  }

  async #take(channel: Channel, message: Message): Promise<void> {
    const { header: { msg_type }, parent_header, content } = message;
    if (channel === "stdin") {
      const value = this.onInput(String(content.prompt));
      const { frames } = this.#codec.encode("input_reply", { value });
      await this.#sockets.get("stdin")!.send(frames);
      return;
    }
    const answer = this.#waiting.get(String(parent_header.msg_id));
    if (!answer) return;
    if (channel === "iopub") {
      if (content.execution_state === "idle") answer.idle = true;
      // What comes after idle is lost to front ends.
      else if (!answer.idle) add(answer.shown, shown(msg_type, content));
    } else answer.reply = content;
    if (answer.idle && answer.reply.status) answer.done();
  }
}

/** Adds an output, or its text to that of the one before. */
function add(all: string[], [output]: string[]): void {
  const name = /^std\w+: /.exec(output ?? "")?.[0];
  if (name && all.at(-1)?.startsWith(name)) {
    all[all.length - 1] += output.slice(name.length);
  } else if (output !== undefined) all.push(output);
}

function shown(type: string, content: Content): string[] {
  const data = content.data as Record<string, string> | undefined;
  if (type === "stream") return [`${content.name}: ${content.text}`];
  if (type === "error") return [(content.traceback as string[]).join("\n")];
  return data ? [`${type}: ${data["text/plain"]}`] : [];
}
