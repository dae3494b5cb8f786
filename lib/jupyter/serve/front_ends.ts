/**
 * The five sockets at which front ends reach a kernel, for any number of them:
 * shell, control and stdin (ROUTER), iopub (PUB) and the heartbeat (REP).
 *
 * @module
 */

import { KernelError } from "../failure/errors.ts";
import type { Channel } from "../kernel/kernel.ts";
import { within } from "../kernel/within.ts";
import {
  type Body,
  type Header,
  type Message,
  MessageCodec,
} from "../wire/message.ts";
import type { Json } from "../../nbformat/mod.ts";
import { ZmtpSocket } from "../wire/zmtp.ts";

/** The file by which Jupyter tells a kernel where to listen. */
export interface ConnectionFile {
  /** The address to listen at. */
  ip: string;
  /** The key that signs messages. */
  key: string;
  /** The port for requests. */
  shell_port: number;
  /** The port for outputs. */
  iopub_port: number;
  /** The port for what the reader answers to prompts. */
  stdin_port: number;
  /** The port for requests that do not wait, such as an interruption. */
  control_port: number;
  /** The port at which the kernel shows that it lives. */
  hb_port: number;
}

/** A signed message from a front end. */
export interface Request {
  channel: Channel;
  message: Message;
  peer: ZmtpSocket;
}

/** The longest message that a front end may send. */
const MAX_BYTES = 64 << 20;

/** The most bytes that may wait for a front end that does not read them. */
const MAX_WAITING = 256 << 20;

/** The time for a handshake, in milliseconds. */
const HANDSHAKE_TIME = 10_000;

const encoder = new TextEncoder();

/** The front ends of one kernel. */
export class FrontEnds {
  /** Called with each message of the channels shell, control and stdin. */
  onRequest: (request: Request) => void = () => {};
  readonly #codec: MessageCodec;
  readonly #listeners: Deno.Listener[] = [];
  readonly #peers = new Set<ZmtpSocket>();
  readonly #subscriptions = new Map<ZmtpSocket, Set<string>>();
  readonly #stdin = new Set<ZmtpSocket>();

  /**
   * Starts to listen.
   *
   * @throws {KernelError} when it cannot
   */
  constructor(file: ConnectionFile) {
    this.#codec = new MessageCodec(file.key);
    this.#listen(file, "hb", "REP", async (peer) => {
      for await (const frames of messages(peer)) await peer.send(frames);
    });
    this.#listen(file, "iopub", "PUB", (peer) => this.#subscribe(peer));
    for (const channel of ["shell", "control", "stdin"] as const) {
      this.#listen(file, channel, "ROUTER", async (peer) => {
        if (channel === "stdin") this.#stdin.add(peer);
        for await (const frames of messages(peer)) {
          const message = this.#codec.decode(frames);
          this.onRequest({ channel, message, peer });
        }
      });
    }
  }

  /** Sends a message to all front ends. */
  publish(
    type: string,
    content: Record<string, Json> | Body,
    parent: Partial<Header>,
  ): void {
    const topic = [encoder.encode(type)];
    const { frames } = this.#codec.encode(type, content, parent, topic);
    for (const [peer, prefixes] of this.#subscriptions) {
      if (prefixes.values().some((prefix) => type.startsWith(prefix))) {
        this.#send(peer, frames);
      }
    }
  }

  /** Answers a request. */
  reply({ message, peer }: Request, content: Record<string, Json>): void {
    const { header, route } = message;
    const type = header.msg_type.replace(/_request$/, "_reply");
    this.#send(peer, this.#codec.encode(type, content, header, route).frames);
  }

  /**
   * Asks the front end that sent a request for a line of text.
   *
   * @returns whether there is one to ask
   */
  ask({ message, peer }: Request, content: Record<string, Json>): boolean {
    const [first, ...others] = this.#stdin;
    const asked = this.#stdin.values()
      .find(({ identity }) => identity === peer.identity) ??
      (others.length === 0 ? first : undefined);
    if (!asked) return false;
    this.#send(
      asked,
      this.#codec.encode("input_request", content, message.header).frames,
    );
    return true;
  }

  /** Waits until all is sent, for a second at most, and closes the sockets. */
  async close(): Promise<void> {
    const end = performance.now() + 1000;
    while (
      performance.now() < end && this.#peers.values().some((p) => p.waiting > 0)
    ) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const socket of [...this.#listeners, ...this.#peers]) socket.close();
  }

  #listen(
    file: ConnectionFile,
    name: Channel | "iopub" | "hb",
    type: string,
    serve: (peer: ZmtpSocket) => Promise<void>,
  ): void {
    const port = file[`${name}_port`];
    let listener: Deno.TcpListener;
    try {
      listener = Deno.listen({ hostname: file.ip, port });
    } catch (error) {
      throw new KernelError(
        `Cannot listen on ${file.ip}:${port}: ${(error as Error).message}`,
      );
    }
    this.#listeners.push(listener);
    (async () => {
      for await (const connection of listener) {
        this.#meet(connection, type, serve);
      }
    })().catch(() => {}); // It was closed.
  }

  /** Serves one connection until either end closes it, or breaks the protocol. */
  async #meet(
    connection: Deno.TcpConn,
    type: string,
    serve: (peer: ZmtpSocket) => Promise<void>,
  ): Promise<void> {
    let peer: ZmtpSocket | undefined;
    try {
      connection.setNoDelay();
      const opening = ZmtpSocket.open(connection, type, undefined, MAX_BYTES);
      opening.catch(() => {});
      if (!await within(HANDSHAKE_TIME, opening)) return;
      peer = await opening;
      this.#peers.add(peer);
      await serve(peer);
    } catch {
      // The peer does not speak the protocol, lacks the key, or has left.
    } finally {
      if (peer) {
        this.#peers.delete(peer);
        this.#stdin.delete(peer);
        this.#subscriptions.delete(peer);
      }
      try {
        connection.close();
      } catch {
        // Closed already.
      }
    }
  }

  async #subscribe(peer: ZmtpSocket): Promise<void> {
    const prefixes = new Set<string>();
    this.#subscriptions.set(peer, prefixes);
    for await (const [frame] of messages(peer)) {
      const prefix = new TextDecoder().decode(frame.subarray(1));
      if (frame[0] === 1 && prefixes.size < 100) prefixes.add(prefix);
      if (frame[0] === 0) prefixes.delete(prefix);
    }
  }

  #send(peer: ZmtpSocket, frames: Uint8Array[]): void {
    if (peer.waiting > MAX_WAITING) peer.close();
    peer.send(frames).catch(() => {}); // It left.
  }
}

async function* messages(peer: ZmtpSocket): AsyncGenerator<Uint8Array[]> {
  for (
    let frames = await peer.receive();
    frames;
    frames = await peer.receive()
  ) yield frames;
}
