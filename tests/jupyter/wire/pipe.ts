import type { Connection } from "../../../lib/jupyter/wire/bytes.ts";

/** One end of a connection in memory. */
class End implements Connection {
  readonly #in: Uint8Array[] = [];
  readonly #piece: number;
  #wake: () => void = () => {};
  #closed = false;
  #ended = false;
  other!: End;

  constructor(piece: number) {
    this.#piece = piece;
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    while (this.#in.length === 0) {
      if (this.#closed || this.#ended) return null;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    const count = Math.min(buffer.length, this.#piece, this.#in[0].length);
    buffer.set(this.#in[0].subarray(0, count));
    this.#in[0] = this.#in[0].subarray(count);
    if (this.#in[0].length === 0) this.#in.shift();
    return count;
  }

  write(data: Uint8Array): Promise<number> {
    if (this.#closed) return Promise.reject(new Error("closed"));
    const count = Math.min(data.length, this.#piece);
    if (this.other.#closed) return Promise.resolve(count);
    this.other.#in.push(data.slice(0, count));
    this.other.#wake();
    return Promise.resolve(count);
  }

  close(): void {
    this.#closed = true;
    this.other.#ended = true;
    this.#wake();
    this.other.#wake();
  }
}

/**
 * Two ends of a connection in memory.
 *
 * @param piece the most bytes that go through in one read or write
 */
export function pipe(piece = Infinity): [Connection, Connection] {
  const [a, b] = [new End(piece), new End(piece)];
  a.other = b;
  b.other = a;
  return [a, b];
}
