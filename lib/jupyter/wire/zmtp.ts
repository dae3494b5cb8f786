/**
 * ZMTP 3.0, the wire protocol of ZeroMQ, with the NULL mechanism and as much
 * of it as a Jupyter kernel and its clients need: https://rfc.zeromq.org/spec/23/.
 * A peer that speaks 3.1 adapts: https://rfc.zeromq.org/spec/37/
 *
 * A message is one or more frames. A frame is a flags byte, its length in one
 * byte (or eight, big-endian), and its body. Commands are frames of their own
 * kind that never mix with messages.
 *
 * @module
 */

import {
  ByteReader,
  concat,
  type Connection,
  indexOf,
  ZmtpError,
} from "./bytes.ts";
import {
  checkGreeting,
  encodeName,
  greeting,
  readCommand,
  readProperties,
  readyCommand,
} from "./handshake.ts";

const MORE = 1;
const LONG = 2;
const COMMAND = 4;

/** A longer message means that the peer has lost its place. */
const MAX_MESSAGE_BYTES = 1 << 30;

/** A frame's own share of a message's length, so that empty frames have an end too. */
const FRAME_COST = 64;

/** One end of a ZeroMQ connection, after the handshake. */
export class ZmtpSocket {
  readonly #connection: Connection;
  readonly #bytes: ByteReader;
  readonly #messageStart?: Uint8Array;
  readonly #maxBytes: number;
  /** The identity that the peer gave itself; empty if it gave none. */
  identity = "";
  /** The number of bytes that wait to be sent. */
  waiting = 0;
  /** Messages that came inside another one, and are handed out before it. */
  readonly #early: Uint8Array[][] = [];
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    connection: Connection,
    messageStart: Uint8Array | undefined,
    maxBytes: number,
  ) {
    this.#connection = connection;
    this.#messageStart = messageStart;
    this.#maxBytes = maxBytes;
    this.#bytes = new ByteReader(connection);
  }

  /**
   * Shakes hands over a fresh connection.
   *
   * @param connection an open connection, which the socket will close
   * @param type the socket's own type, such as "DEALER"
   * @param messageStart bytes that begin each message of the peer and are in
   *   none of its frames. Then a message that the peer wrote into the middle of
   *   a long frame is taken out. Deno's kernel does that when it sends its
   *   status during outputs of several megabytes
   * @param maxBytes the longest message that the peer may send
   * @throws {ZmtpError} when the other end does not speak ZMTP 3
   */
  static async open(
    connection: Connection,
    type: string,
    messageStart?: Uint8Array,
    maxBytes = MAX_MESSAGE_BYTES,
  ): Promise<ZmtpSocket> {
    const socket = new ZmtpSocket(connection, messageStart, maxBytes);
    try {
      await socket.#handshake(type);
      return socket;
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  /** Sends one message of one or more frames. */
  send(frames: Uint8Array[]): Promise<void> {
    return this.#write(
      concat(
        frames.flatMap((frame, i) =>
          encodeFrame(frame, i < frames.length - 1 ? MORE : 0)
        ),
      ),
    );
  }

  /** The next message, or null when the peer has closed the connection. */
  async receive(): Promise<Uint8Array[] | null> {
    const early = this.#early.shift();
    if (early) return early;
    const message = await this.#readMessage();
    if (message && this.#early.length > 0) {
      this.#early.push(message);
      return this.#early.shift()!;
    }
    return message;
  }

  async #readMessage(): Promise<Uint8Array[] | null> {
    const frames: Uint8Array[] = [];
    let bytes = 0;
    while (true) {
      const frame = await this.#readFrame(this.#maxBytes - bytes);
      if (frame === null) {
        if (frames.length > 0) {
          throw new ZmtpError("The connection closed inside a message");
        }
        return null;
      }
      if (frame.flags & COMMAND) {
        const message = this.#obey(frame.body);
        if (message && frames.length === 0) return [message];
        continue;
      }
      frames.push(frame.body);
      bytes += frame.body.length + FRAME_COST;
      if (!(frame.flags & MORE)) return frames;
    }
  }

  /** Closes the connection. A second call does nothing. */
  close(): void {
    try {
      this.#connection.close();
    } catch {
      // Closed already, by either end.
    }
  }

  async #handshake(type: string): Promise<void> {
    await this.#write(greeting());
    checkGreeting(await this.#bytes.take(64));
    await this.#write(concat(encodeFrame(readyCommand(type), COMMAND)));
    const frame = await this.#readFrame(this.#maxBytes);
    if (frame === null) {
      throw new ZmtpError("The connection closed during the handshake");
    }
    if (!(frame.flags & COMMAND)) {
      throw new ZmtpError("Expected the command READY, got a message");
    }
    const { name, data } = readCommand(frame.body);
    if (name !== "READY") {
      throw new ZmtpError(`Expected the command READY, got ${name}`);
    }
    this.identity = readProperties(data).get("identity") ?? "";
  }

  /** Answers a command of ZMTP 3.1. Returns the message that 3.0 has in its place, if any. */
  #obey(body: Uint8Array): Uint8Array | undefined {
    const { name, data } = readCommand(body);
    if (name === "PING") {
      const pong = concat([encodeName("PONG"), data.subarray(2)]);
      this.#write(concat(encodeFrame(pong, COMMAND))).catch(() => {});
    }
    if (name === "SUBSCRIBE") return concat([new Uint8Array([1]), data]);
    if (name === "CANCEL") return concat([new Uint8Array([0]), data]);
  }

  async #readFrame(
    maxBytes: number,
  ): Promise<{ flags: number; body: Uint8Array } | null> {
    if (await this.#bytes.atEnd()) return null;
    const [flags] = await this.#bytes.take(1);
    if (flags & ~(MORE | LONG | COMMAND)) {
      throw new ZmtpError(`Unknown frame flags ${flags}`);
    }
    let length: number;
    if (flags & LONG) {
      const bytes = await this.#bytes.take(8);
      length = Number(
        new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0),
      );
    } else {
      [length] = await this.#bytes.take(1);
    }
    if (length > maxBytes) {
      throw new ZmtpError(`A frame of ${length} bytes is too long`);
    }
    return { flags, body: await this.#readBody(length) };
  }

  async #readBody(length: number): Promise<Uint8Array> {
    let body = await this.#bytes.take(length);
    const start = this.#messageStart;
    if (!start || length <= start.length) return body;
    for (let from = 0;;) {
      let at = indexOf(body, start, from);
      if (at < 0) at = await this.#cutStart(body, start, from);
      if (at < 0) return body;
      this.#bytes.putBack(body.subarray(at));
      const inside = await this.#readMessage();
      if (inside) this.#early.push(inside);
      const rest = await this.#bytes.take(length - at);
      body = concat([body.subarray(0, at), rest]);
      from = at;
    }
  }

  /** The index in a body at which a message begins that goes on past the body's end, or -1. */
  async #cutStart(
    body: Uint8Array,
    start: Uint8Array,
    from: number,
  ): Promise<number> {
    const first = Math.max(from, body.length - start.length + 1);
    for (let at = first; at < body.length; at++) {
      const head = body.subarray(at);
      if (!head.every((byte, i) => byte === start[i])) continue;
      const next = await this.#bytes.take(start.length - head.length);
      this.#bytes.putBack(next);
      if (next.every((byte, i) => byte === start[head.length + i])) return at;
    }
    return -1;
  }

  /** Writes data whole, after all that was to be written before. */
  #write(data: Uint8Array): Promise<void> {
    this.waiting += data.length;
    const written = this.#writing.then(async () => {
      for (let at = 0; at < data.length;) {
        at += await this.#connection.write(data.subarray(at));
      }
      this.waiting -= data.length;
    });
    this.#writing = written.catch(() => {});
    return written;
  }
}

/** The parts of a frame: its head and its body. */
function encodeFrame(body: Uint8Array, flags: number): Uint8Array[] {
  const long = body.length > 255;
  const head = new Uint8Array(long ? 9 : 2);
  head[0] = flags | (long ? LONG : 0);
  if (long) new DataView(head.buffer).setBigUint64(1, BigInt(body.length));
  else head[1] = body.length;
  return [head, body];
}
