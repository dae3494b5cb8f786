import { checkCount } from "./arguments/options.ts";
import { wrongValue } from "./arguments/refusals.ts";
import type { Dtype, Matrix } from "./arguments/types.ts";
import { allocate, memory, release } from "./simd/compiled.ts";

/** A {@linkcode Matrix} whose memory can be given back at once. */
export interface OwnedMatrix extends Matrix, Disposable {}

/** The action in the messages of errors. */
export const MAKE = "make a matrix";

/** @throws {RangeError} when dtype is not a {@linkcode Dtype} */
export function checkDtype(dtype: unknown): void {
  if (dtype === "float64" || dtype === "float32") return;
  const need = 'dtype "float64" or "float32"';
  throw wrongValue(MAKE, need, JSON.stringify(dtype));
}

/** Gives back the memory of matrices that nobody can reach any more. */
const unreachable = new FinalizationRegistry<Block>(giveBack);

interface Block {
  pointer: number;
  bytes: number;
}

/**
 * A {@linkcode Matrix} of shape [rows, cols] in the memory of the compiled
 * kernels, with numbers that are not set. The kernels work on it where it is;
 * other matrices are copied there and back. It is also the only kind that
 * several threads can work on.
 *
 * Its memory is given back at the end of the block that it is declared in with
 * `using`, or else some time after the last reference to it or its data has
 * gone. A part of its data, such as `data.subarray(...)`, does not keep the
 * memory, nor does a structuredClone, which shares it.
 *
 * @example
 * ```ts
 * using logits = matrix.empty(512, 50257, "float32");
 * logits.data.fill(0);
 * softmax(logits, { out: logits, threads: 2 });
 * ```
 *
 * @param dtype the precision of the numbers
 * @throws {RangeError} when rows or cols is not a whole number of at least 1,
 * dtype is neither "float64" nor "float32", or the 4 GB that WebAssembly can
 * address are used up
 */
export function emptyMatrix(
  rows: number,
  cols: number,
  dtype: Dtype = "float64",
): OwnedMatrix {
  checkCount(arguments, 3, MAKE);
  checkDtype(dtype);
  for (const n of [rows, cols]) {
    if (Number.isSafeInteger(n) && n >= 1) continue;
    const need = "at least one row and one column";
    throw wrongValue(MAKE, need, `${rows} × ${cols}`);
  }
  const bytes = rows * cols * (dtype === "float64" ? 8 : 4);
  const pointer = allocate(bytes, `${MAKE} of ${rows} × ${cols} ${dtype}`);
  // Where the compiled kernels cannot run, an ordinary matrix serves as well.
  const buffer = pointer ? memory.buffer : new ArrayBuffer(bytes);
  const data = dtype === "float64"
    ? new Float64Array(buffer, pointer, rows * cols)
    : new Float32Array(buffer, pointer, rows * cols);
  const block = { pointer, bytes };
  unreachable.register(data, block, block);
  return new Owned(data, rows, cols, block);
}

/** The name of the method that `using` calls, also where a compiler replaces `using`. */
const dispose: typeof Symbol.dispose = Symbol.dispose ??
  Symbol.for("Symbol.dispose");

class Owned implements OwnedMatrix {
  readonly data: Matrix["data"];
  readonly rows: number;
  readonly cols: number;
  #block: Block | undefined;

  constructor(
    data: Matrix["data"],
    rows: number,
    cols: number,
    block: Block,
  ) {
    this.data = data;
    this.rows = rows;
    this.cols = cols;
    this.#block = block;
  }

  [dispose](): void {
    if (!this.#block) return;
    unreachable.unregister(this.#block);
    giveBack(this.#block);
    this.#block = undefined;
    const used = `Cannot use a matrix of ${this.rows} × ${this.cols}`;
    const get = () => {
      throw new TypeError(`${used}: its memory was given back`);
    };
    Object.defineProperty(this, "data", { get });
  }
}

function giveBack({ pointer, bytes }: Block): void {
  release(pointer, bytes);
}
