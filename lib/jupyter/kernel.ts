/**
 * A kernel: its process, its connection, and its certain end.
 *
 * @module
 */

import { KernelDiedError, KernelError } from "./errors.ts";
import { type Message, MESSAGE_START, MessageCodec } from "./message.ts";
import type { Json } from "../nbformat/mod.ts";
import { ZmtpSocket } from "./zmtp.ts";

/** Options of {@linkcode Kernel.start}. */
export interface KernelOptions {
  /** The folder that the kernel starts in; its deno.json applies. */
  cwd: string;
  /**
   * The command that starts the kernel, in which `{connection_file}` stands
   * for that file, as in a Jupyter kernelspec. Default: the running Deno's own.
   */
  command?: string[];
  /** How long the kernel may take to answer. Default 30. */
  startSeconds?: number;
  /** Ends the kernel; what waits for it then rejects with the signal's reason. */
  signal?: AbortSignal;
}

const HOST = "127.0.0.1";

/** A subscription to every topic; a second one has no effect. */
const SUBSCRIBE_TO_ALL = [new Uint8Array([1])];

/** Tries for ports that nobody else took between the choice and the start. */
const PORT_TRIES = 5;

/** Lines of stderr that are kept for errors. */
const STDERR_LINES = 20;

/** Deno's greeting on stderr, which is not news. */
const UNSTABLE_WARNING = /^Warning "deno jupyter" is unstable/;

/** A running kernel. Dispose of it: `await using kernel = await Kernel.start(...)`. */
export class Kernel implements AsyncDisposable {
  /** Called with each message of the iopub channel, in order. */
  onMessage: (message: Message) => void = () => {};

  readonly #process: Deno.ChildProcess;
  readonly #directory: string;
  readonly #ports: Record<string, number>;
  readonly #key: string;
  readonly #ended = Promise.withResolvers<never>();
  readonly #listening = new AbortController();
  readonly #replies = new Map<string, (reply: Message) => void>();
  readonly #stderr: StderrTail;
  readonly #connections: Deno.TcpConn[] = [];
  #codec!: MessageCodec;
  #shell!: ZmtpSocket;
  #over = false;

  /**
   * Starts a kernel and waits until it answers and its outputs come through.
   *
   * @throws {KernelError} when it does not within `startSeconds`
   */
  static async start(options: KernelOptions): Promise<Kernel> {
    for (let tries = 1;; tries++) {
      options.signal?.throwIfAborted();
      const kernel = new Kernel(options);
      try {
        await kernel.#connect(options.startSeconds ?? 30);
        return kernel;
      } catch (error) {
        await kernel[Symbol.asyncDispose]();
        const lostPort = error instanceof KernelDiedError &&
          error.stderr.some((line) => /AddrInUse|in use/.test(line));
        if (!lostPort || tries === PORT_TRIES) throw error;
      }
    }
  }

  private constructor(options: KernelOptions) {
    this.#ended.promise.catch(() => {}); // It may end while nobody waits.
    this.#ports = choosePorts();
    this.#key = crypto.randomUUID();
    this.#directory = makeTempDir();
    try {
      const file = `${this.#directory}/connection.json`;
      Deno.writeTextFileSync(
        file,
        JSON.stringify({
          transport: "tcp",
          ip: HOST,
          ...this.#ports,
          signature_scheme: "hmac-sha256",
          key: this.#key,
        }),
        { mode: 0o600, createNew: true },
      );
      const [command, ...args] = (options.command ??
        [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"])
        .map((part) => part.replace("{connection_file}", () => file));
      this.#process = new Deno.Command(command, {
        args,
        cwd: options.cwd,
        // The same outputs whatever the terminal, the place and the language.
        env: {
          NO_COLOR: "1",
          FORCE_COLOR: "",
          TZ: "UTC",
          LC_ALL: "en_US.UTF-8",
        },
        stdin: "null",
        stdout: "null",
        stderr: "piped",
        // A process group of its own, which ends with it.
        detached: Deno.build.os !== "windows",
      }).spawn();
    } catch (error) {
      this.#removeFiles();
      throw error;
    }
    this.#stderr = new StderrTail(this.#process.stderr);
    endWithThisProcess.add(this);
    options.signal?.addEventListener(
      "abort",
      () => this.end(options.signal!.reason),
      { once: true, signal: this.#listening.signal },
    );
    this.#watch();
  }

  /** Sends a request on the shell channel and waits for its reply. */
  async request(
    type: string,
    content: Record<string, Json>,
  ): Promise<Message> {
    const { id, frames } = await this.#codec.encode(type, content);
    const reply = Promise.withResolvers<Message>();
    this.#replies.set(id, reply.resolve);
    try {
      return await this.orEnd(
        this.#shell.send(frames).then(() => reply.promise),
      );
    } finally {
      this.#replies.delete(id);
    }
  }

  /** The last lines that the process wrote to stderr, since they were forgotten. */
  get stderr(): readonly string[] {
    return this.#stderr.lines;
  }

  /** From now on what the process wrote to stderr until now is no news. */
  forgetStderr(): void {
    this.#stderr.lines.length = 0;
  }

  /** Waits for something, but no longer than the kernel lives. */
  orEnd<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#ended.promise]);
  }

  /** Ends the kernel at once. What waits for it rejects with the reason. */
  end(reason: unknown): void {
    if (this.#over) return;
    this.#over = true;
    endWithThisProcess.delete(this);
    this.#listening.abort();
    this.#ended.reject(reason);
    this.#closeConnections();
    try {
      // A hung cell listens to no gentler signal. What cells started ends too.
      if (Deno.build.os === "windows") this.#process.kill("SIGKILL");
      else Deno.kill(-this.#process.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
    this.#removeFiles();
  }

  /** Ends the kernel and waits until its process is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.end(new KernelError("The kernel was ended"));
    await this.#process.status;
    await this.#stderr.close();
  }

  async #connect(seconds: number): Promise<void> {
    const timer = setTimeout(() => {
      this.end(
        new KernelError(
          [
            `The kernel did not answer within ${seconds} seconds of its start`,
            ...this.#stderr.lines.map((line) => `    ${line}`),
          ].join("\n"),
        ),
      );
    }, seconds * 1000);
    try {
      this.#codec = await MessageCodec.create(this.#key);
      this.#shell = await this.#open("shell_port", "DEALER", "ROUTER");
      const iopub = await this.#open("iopub_port", "SUB", "PUB");
      await this.#guard(iopub.send(SUBSCRIBE_TO_ALL));
      const heard = Promise.withResolvers<void>();
      this.onMessage = () => heard.resolve();
      this.#receive(this.#shell, (reply) => {
        this.#replies.get(reply.parent_header.msg_id ?? "")?.(reply);
      });
      this.#receive(iopub, (message) => {
        // The kernel's system holds a small write back until the last one is
        // acknowledged, and ours delays that by 40 ms unless there is
        // something to send. So send something that changes nothing.
        iopub.send(SUBSCRIBE_TO_ALL).catch(() => {});
        this.onMessage(message);
      });
      // Nothing says when the subscription counts, so ask until a status comes.
      let listening = false;
      heard.promise.then(() => listening = true);
      while (!listening) {
        await this.request("kernel_info_request", {});
        await this.orEnd(within(50, heard.promise));
      }
      this.onMessage = () => {};
      this.#removeFiles(); // The kernel has read them.
    } finally {
      clearTimeout(timer);
    }
  }

  async #open(port: string, type: string, peer: string): Promise<ZmtpSocket> {
    while (true) {
      let connection: Deno.TcpConn;
      try {
        connection = await this.orEnd(
          Deno.connect({ hostname: HOST, port: this.#ports[port] }),
        );
      } catch (error) {
        if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
        await this.orEnd(delay(20));
        continue;
      }
      connection.setNoDelay();
      // Known before the handshake, so that an end in its midst closes it.
      this.#connections.push(connection);
      if (this.#over) this.#closeConnections();
      return await this.#guard(
        ZmtpSocket.open(
          connection,
          type,
          peer,
          MESSAGE_START,
        ),
      );
    }
  }

  /** Hands on the messages of a channel until it or the kernel ends. */
  async #receive(
    socket: ZmtpSocket,
    handle: (message: Message) => void,
  ): Promise<void> {
    try {
      while (true) {
        const frames = await socket.receive();
        if (frames === null) throw new KernelError("it closed a connection");
        handle(await this.#codec.decode(frames));
      }
    } catch (error) {
      await this.#broken(error);
    }
  }

  /** A failed wire often means a dying process; its end says more. */
  async #broken(error: unknown): Promise<void> {
    if (this.#over) return;
    if (await within(500, this.#process.status)) return; // #watch reports it.
    this.end(
      new KernelError(
        `The connection to the kernel failed: ${(error as Error).message}`,
      ),
    );
  }

  async #guard<T>(promise: Promise<T>): Promise<T> {
    try {
      return await this.orEnd(promise);
    } catch (error) {
      await this.#broken(error);
      return await this.#ended.promise;
    }
  }

  async #watch(): Promise<void> {
    const { code, signal } = await this.#process.status;
    if (this.#over) return;
    await within(200, this.#stderr.done);
    this.end(
      new KernelDiedError(
        `The kernel ended with ${
          signal ? `signal ${signal}` : `exit code ${code}`
        }`,
        this.#stderr.lines,
      ),
    );
  }

  #closeConnections(): void {
    for (const connection of this.#connections.splice(0)) {
      try {
        connection.close();
      } catch {
        // The wire failed and closed it.
      }
    }
  }

  #removeFiles(): void {
    try {
      Deno.removeSync(this.#directory, { recursive: true });
    } catch {
      // Removed already.
    }
  }
}

/** The last lines of a process's stderr. */
class StderrTail {
  readonly lines: string[] = [];
  readonly done: Promise<void>;
  readonly #reader: ReadableStreamDefaultReader<string>;

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    this.done = this.#read();
  }

  async close(): Promise<void> {
    // A grandchild may hold the pipe open for ever.
    await this.#reader.cancel().catch(() => {});
    await this.done;
  }

  async #read(): Promise<void> {
    let rest = "";
    const add = (line: string) => {
      if (line.trim() === "" || UNSTABLE_WARNING.test(line)) return;
      this.lines.push(line);
      if (this.lines.length > STDERR_LINES) this.lines.shift();
    };
    try {
      while (true) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        const parts = (rest + value).split("\n");
        rest = parts.pop()!;
        parts.forEach(add);
      }
    } catch {
      // The pipe broke: what came counts.
    }
    add(rest);
  }
}

function makeTempDir(): string {
  try {
    return Deno.makeTempDirSync({ prefix: "lab-kernel-" });
  } catch (error) {
    throw new KernelError(
      `Cannot make a temporary folder: ${(error as Error).message}`,
    );
  }
}

/** Five free ports. Another process may take one before the kernel does. */
function choosePorts(): Record<string, number> {
  const names = [
    "shell_port",
    "iopub_port",
    "stdin_port",
    "control_port",
    "hb_port",
  ];
  const listeners = names.map(() => Deno.listen({ hostname: HOST, port: 0 }));
  const ports = listeners.map((listener) => listener.addr.port);
  listeners.forEach((listener) => listener.close());
  return Object.fromEntries(names.map((name, i) => [name, ports[i]]));
}

/** Waits for something, but not longer than a while; whether it came. */
async function within(
  milliseconds: number,
  promise: Promise<unknown>,
): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const came = await Promise.race([promise.then(() => true), enough]);
  clearTimeout(timer);
  return came;
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The signals by which this system asks a program to end. */
export const END_SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/** Kernels that must not outlive this process, whatever ends it. */
const endWithThisProcess = new class {
  readonly #kernels = new Set<Kernel>();
  readonly #listeners = END_SIGNALS.map((signal) => () =>
    this.#endAll(new DOMException(`Interrupted by ${signal}`, "AbortError"))
  );
  readonly #onUnload = () => this.#endAll(new KernelError("The program ended"));

  add(kernel: Kernel): void {
    this.#kernels.add(kernel);
    if (this.#kernels.size > 1) return;
    END_SIGNALS.forEach((signal, i) =>
      Deno.addSignalListener(signal, this.#listeners[i])
    );
    addEventListener("unload", this.#onUnload);
  }

  delete(kernel: Kernel): void {
    if (!this.#kernels.delete(kernel) || this.#kernels.size > 0) return;
    END_SIGNALS.forEach((signal, i) =>
      Deno.removeSignalListener(signal, this.#listeners[i])
    );
    removeEventListener("unload", this.#onUnload);
  }

  #endAll(reason: unknown): void {
    for (const kernel of [...this.#kernels]) kernel.end(reason);
  }
}();
