/**
 * Reads and joins the bytes of a connection.
 *
 * @module
 */

/** A connection, as far as ZMTP needs one. A `Deno.Conn` will do. */
export interface Connection {
  read(buffer: Uint8Array): Promise<number | null>;
  write(data: Uint8Array): Promise<number>;
  close(): void;
}

/** The peer does not speak ZMTP 3 as it should. */
export class ZmtpError extends Error {
  override name = "ZmtpError";
}

/** The most bytes to ask of a connection at once. */
const READ_BYTES = 512 * 1024;

/** Reads exact numbers of bytes from a connection that gives any number at a time. */
export class ByteReader {
  #connection: Connection;
  #buffer: Uint8Array = new Uint8Array(READ_BYTES);
  #start = 0;
  #end = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async atEnd(): Promise<boolean> {
    if (this.#start < this.#end) return false;
    this.#start = 0;
    if (this.#buffer.length < READ_BYTES) {
      this.#buffer = new Uint8Array(READ_BYTES);
    }
    const count = await this.#connection.read(this.#buffer);
    this.#end = count ?? 0;
    return count === null;
  }

  /** Puts back the bytes that were taken last. */
  putBack(bytes: Uint8Array): void {
    this.#buffer = concat([
      bytes,
      this.#buffer.subarray(this.#start, this.#end),
    ]);
    this.#start = 0;
    this.#end = this.#buffer.length;
  }

  async take(length: number): Promise<Uint8Array> {
    // The memory grows with the bytes that come: a peer may announce any number.
    let bytes = new Uint8Array(Math.min(length, READ_BYTES));
    let have = 0;
    while (have < length) {
      if (await this.atEnd()) {
        throw new ZmtpError("The connection closed inside a frame");
      }
      if (have === bytes.length) {
        const grown = new Uint8Array(Math.min(length, 4 * have));
        grown.set(bytes);
        bytes = grown;
      }
      const part = this.#buffer.subarray(
        this.#start,
        Math.min(this.#end, this.#start + bytes.length - have),
      );
      bytes.set(part, have);
      have += part.length;
      this.#start += part.length;
    }
    return bytes;
  }
}

/** The index at which some bytes are found in others, or -1. */
export function indexOf(
  bytes: Uint8Array,
  wanted: Uint8Array,
  from: number,
): number {
  while (true) {
    const at = bytes.indexOf(wanted[0], from);
    if (at < 0 || wanted.every((byte, i) => bytes[at + i] === byte)) return at;
    from = at + 1;
  }
}

/** Joins bytes. */
export function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
