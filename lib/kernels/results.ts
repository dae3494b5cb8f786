/**
 * The results of the functions: where they go, and the type, shape and precision
 * that they come back in.
 *
 * @module
 */

import { type Batch, type Floats, isMatrix } from "./arguments/batch.ts";
import type { Matrix, OnePerRow, Vector } from "./arguments/types.ts";
import { isInMemory } from "./simd/compiled.ts";
import { describe, wrongType } from "./arguments/refusals.ts";

/** A new array of zeros in the precision of `data`. */
export function zerosLike(data: Floats): Floats {
  if (data instanceof Float64Array) return new Float64Array(data.length);
  if (data instanceof Float32Array) return new Float32Array(data.length);
  return new Float16Array(data.length);
}

/** The number x rounded to the precision of `data`. */
export function roundLike(data: Floats, x: number): number {
  if (data instanceof Float64Array) return x;
  return data instanceof Float32Array ? Math.fround(x) : Math.f16round(x);
}

/** The results `data` in the type and shape of the caller's z. */
export function shapedLike<Z extends Vector | Matrix>(z: Z, data: Floats): Z {
  if (isMatrix(z)) return { data, rows: z.rows, cols: z.cols } as unknown as Z;
  if (!Array.isArray(z)) return data as Z;
  return copy(data, new Array<number>(data.length)) as Z;
}

/** Copies the numbers to an array, in a tenth of the time that Array.from takes. */
function copy(from: Floats, to: number[]): number[] {
  for (let j = 0; j < from.length; j++) to[j] = from[j];
  return to;
}

/** One value per row, in the type and precision of the batch. */
export function resultPerRow<Z extends Vector | Matrix>(
  { data, isVector }: Batch,
  values: ArrayLike<number>,
): OnePerRow<Z> {
  const result = isVector
    ? roundLike(data, values[0])
    : data instanceof Float32Array
    ? new Float32Array(values)
    : values instanceof Float64Array
    ? values
    : new Float64Array(values);
  return result as OnePerRow<Z>;
}

/**
 * The numbers to fill with results: those of out, or new ones.
 *
 * @param z the caller's logits
 * @param logits z as it was read
 */
export function resultsFor(
  z: unknown,
  logits: Batch,
  out: unknown,
  action: string,
): Floats {
  if (
    out === undefined ||
    Array.isArray(out) && out.length === logits.cols && Array.isArray(z)
  ) {
    return zerosLike(logits.data);
  }
  if (out === z) return logits.data;
  const data = (isMatrix(out) ? out.data : out) as Floats;
  const isLike = isMatrix(out) === isMatrix(z) && !Array.isArray(z) &&
    data?.constructor === logits.data.constructor &&
    data.length === logits.data.length &&
    (!isMatrix(out) || out.rows === logits.rows && out.cols === logits.cols);
  if (!isLike) {
    throw wrongType(action, `an out like the logits, ${shape(z)}`, shape(out));
  }
  if (overlaps(data, logits.data)) {
    const need = "an out that is the logits or does not overlap them";
    throw wrongType(action, need, "one that overlaps them in part");
  }
  return data;
}

/** The results in the type and shape of z, or `out` with the results in it. */
export function returned<Z extends Vector | Matrix>(
  z: Z,
  results: Floats,
  out: Z | undefined,
): Z {
  if (out === undefined) return shapedLike(z, results);
  if (Array.isArray(out)) copy(results, out);
  return out;
}

/** Whether a and b, of one length, share some numbers but not all. */
function overlaps(a: Floats, b: Floats): boolean {
  const distance = Math.abs(a.byteOffset - b.byteOffset);
  if (distance === 0 || distance >= a.byteLength) return false;
  // The compiled kernels' memory gets a new buffer each time it grows.
  return a.buffer === b.buffer || isInMemory(a) && isInMemory(b);
}

/** The type and shape of z, for the message of an error. */
function shape(z: unknown): string {
  if (isMatrix(z)) {
    return `a ${z.rows} × ${z.cols} matrix of ${describe(z.data)} data`;
  }
  const length = (z as Partial<ArrayLike<unknown>>)?.length;
  return typeof length === "number" && typeof z === "object"
    ? `${describe(z)} of ${length} numbers`
    : describe(z);
}
