/**
 * Talks to a kernel: sends requests, waits for replies, and passes on what the
 * kernel publishes.
 *
 * @module
 */

import { KernelDiedError, KernelError } from "../failure/errors.ts";
import { HOST, KernelProcess, type ProcessOptions } from "./kernel_process.ts";
import { within } from "./within.ts";
import { type Message, MESSAGE_START, MessageCodec } from "../wire/message.ts";
import type { Json } from "../../nbformat/mod.ts";
import { ZmtpSocket } from "../wire/zmtp.ts";

/** Options of {@linkcode Kernel.start}. */
export interface KernelOptions extends ProcessOptions {
  /** The time that the kernel has to answer, in seconds. Default 30. */
  startSeconds?: number;
  /** Ends the kernel; what waits for it then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** A subscription to every topic; a second one has no effect. */
const SUBSCRIBE_TO_ALL = [new Uint8Array([1])];

/** The most starts of one kernel: another program may take one of its ports first. */
const PORT_TRIES = 5;

/** The channels that carry requests and their replies. */
export type Channel = "shell" | "control" | "stdin";

/** A running kernel. Dispose of it: `await using kernel = await Kernel.start(...)`. */
export class Kernel implements AsyncDisposable {
  /** Called with each message of the iopub channel, in order. */
  onMessage: (message: Message) => void = () => {};
  /** The kernel's process. */
  readonly process: KernelProcess;

  readonly #codec: MessageCodec;
  readonly #replies = new Map<string, (reply: Message) => void>();
  readonly #connections: Deno.TcpConn[] = [];
  readonly #sockets: Partial<Record<Channel, ZmtpSocket>> = {};
  /** Called with the prompt of a cell that asks its reader, in a kernel with a `reader`. */
  onInput: (message: Message) => void = () => {};

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
        await kernel.#connect(options);
        return kernel;
      } catch (error) {
        await kernel[Symbol.asyncDispose]();
        const lostPort = error instanceof KernelDiedError &&
          error.stderr.some((line) => /AddrInUse|in use/.test(line));
        if (!lostPort || tries === PORT_TRIES) throw error;
      }
    }
  }

  private constructor({ signal, ...options }: KernelOptions) {
    this.process = new KernelProcess(options);
    this.#codec = new MessageCodec(this.process.key);
    const onAbort = () => this.process.end(signal!.reason);
    signal?.addEventListener("abort", onAbort);
    this.process.ended.catch(() => {
      signal?.removeEventListener("abort", onAbort);
      this.#closeConnections();
    });
  }

  /** Sends a request and waits for its reply. */
  async request(
    type: string,
    content: Record<string, Json>,
    channel: Channel = "shell",
  ): Promise<Message> {
    const { id, frames } = this.#codec.encode(type, content);
    const reply = Promise.withResolvers<Message>();
    this.#replies.set(id, reply.resolve);
    try {
      return await this.process.orEnd(
        this.#sockets[channel]!.send(frames).then(() => reply.promise),
      );
    } finally {
      this.#replies.delete(id);
    }
  }

  /** Answers the prompt of a cell; null stands for no answer. */
  async input(value: string | null): Promise<void> {
    const { frames } = this.#codec.encode("input_reply", { value });
    await this.#sockets.stdin?.send(frames);
  }

  /** Ends the kernel and waits until its process is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.process[Symbol.asyncDispose]();
  }

  async #connect({ startSeconds: seconds = 30, reader }: KernelOptions) {
    const timer = setTimeout(() => {
      const written = this.process.stderr.map((line) => `\n    ${line}`);
      this.process.end(
        new KernelError(
          `The kernel did not answer within ${seconds} s of its start` +
            written.join(""),
        ),
      );
    }, seconds * 1000);
    try {
      const channels: Channel[] = reader
        ? ["shell", "control", "stdin"]
        : ["shell"];
      for (const channel of channels) {
        const socket = await this.#open(`${channel}_port`, "DEALER");
        this.#sockets[channel] = socket;
        this.#receive(socket, (reply) => {
          // A prompt names the cell's request, but is no reply to it.
          if (channel === "stdin") return this.onInput(reply);
          this.#replies.get(reply.parent_header.msg_id ?? "")?.(reply);
        });
      }
      const iopub = await this.#open("iopub_port", "SUB");
      await this.#guard(iopub.send(SUBSCRIBE_TO_ALL));
      const heard = Promise.withResolvers<void>();
      this.onMessage = () => heard.resolve();
      this.#receive(iopub, (message) => {
        // The kernel's system holds back a small write until ours acknowledges
        // the last one, and ours delays that by 40 ms unless it has something to
        // send. So this sends something that changes nothing.
        iopub.send(SUBSCRIBE_TO_ALL).catch(() => {});
        this.onMessage(message);
      });
      // Nothing says when the subscription takes effect, so it asks until a status comes.
      let listening = false;
      heard.promise.then(() => listening = true);
      while (!listening) {
        await this.request("kernel_info_request", {});
        await this.process.orEnd(within(50, heard.promise));
      }
      this.onMessage = () => {};
      this.process.removeFiles();
    } finally {
      clearTimeout(timer);
    }
  }

  async #open(port: string, type: string): Promise<ZmtpSocket> {
    while (true) {
      let connection: Deno.TcpConn;
      try {
        connection = await this.process.orEnd(
          Deno.connect({ hostname: HOST, port: this.process.ports[port] }),
        );
      } catch (error) {
        if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
        await this.process.orEnd(
          new Promise((resolve) => setTimeout(resolve, 20)),
        );
        continue;
      }
      connection.setNoDelay();
      // Kept before the handshake, so that ending the kernel during it closes
      // the connection.
      this.#connections.push(connection);
      if (this.process.isOver) this.#closeConnections();
      return await this.#guard(
        ZmtpSocket.open(connection, type, MESSAGE_START),
      );
    }
  }

  /** Passes on the messages of a channel until it or the kernel ends. */
  async #receive(
    socket: ZmtpSocket,
    handle: (message: Message) => void,
  ): Promise<void> {
    try {
      while (true) {
        const frames = await socket.receive();
        if (frames === null) throw new KernelError("it closed a connection");
        handle(this.#codec.decode(frames));
      }
    } catch (error) {
      await this.#broken(error);
    }
  }

  async #guard<T>(promise: Promise<T>): Promise<T> {
    try {
      return await this.process.orEnd(promise);
    } catch (error) {
      await this.#broken(error);
      return await this.process.ended;
    }
  }

  /** Ends the kernel because its connection failed. If its process is about to end, that says more. */
  async #broken(error: unknown): Promise<void> {
    if (this.process.isOver || await this.process.exitsWithin(500)) return;
    this.process.end(
      new KernelError(
        `The connection to the kernel failed: ${(error as Error).message}`,
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
}
