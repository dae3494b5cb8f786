/**
 * Allocation in the kernels' memory.
 *
 * @module
 */

import { HEAP, MAX_PAGES, memory, module } from "./instance.ts";

const PAGE = 65536;
/** Pointers and sizes are multiples of this, a line of the processor's cache. */
const LINE = 64;

/** The free blocks as [start, end), in order, no two of them adjacent. */
const free: { start: number; end: number }[] = [];
/** The size of the memory. */
let size = HEAP;

/** The buffers that the memory has had: it gets a new one each time it grows. */
const buffers = new WeakSet<ArrayBufferLike>([memory.buffer]);

/** Views of the whole memory. */
export let views = viewsOf(memory.buffer);

function viewsOf(buffer: ArrayBufferLike) {
  return {
    int32: new Int32Array(buffer),
    float32: new Float32Array(buffer),
    float64: new Float64Array(buffer),
  };
}

/** Whether the numbers are in the kernels' memory, at their byteOffset. */
export function isInMemory(data: ArrayBufferView): boolean {
  const { buffer } = data;
  return buffer === views.float64.buffer || buffers.has(buffer);
}

/** The number of bytes that are allocated. */
export function bytesInUse(): number {
  return free.reduce((sum, { start, end }) => sum - (end - start), size - HEAP);
}

/**
 * Allocates this many bytes and returns the pointer to them. They are not set.
 * Without a module the pointer is 0.
 */
export function allocate(bytes: number): number {
  if (!module) return 0;
  const length = roundUp(bytes, LINE);
  let k = free.findIndex(({ start, end }) => end - start >= length);
  if (k < 0) {
    grow(length);
    k = free.length - 1;
  }
  const block = free[k];
  const pointer = block.start;
  block.start += length;
  if (block.start === block.end) free.splice(k, 1);
  return pointer;
}

/** Gives back the bytes that {@linkcode allocate} returned a pointer to. */
export function release(pointer: number, bytes: number): void {
  if (!module) return;
  const start = pointer;
  const end = pointer + roundUp(bytes, LINE);
  const k = free.findLastIndex((block) => block.end <= start) + 1;
  const [before, after] = [free[k - 1], free[k]];
  const joinsBefore = before?.end === start;
  const joinsAfter = after?.start === end;
  if (joinsBefore && joinsAfter) {
    before.end = after.end;
    free.splice(k, 1);
  } else if (joinsBefore) before.end = end;
  else if (joinsAfter) after.start = start;
  else free.splice(k, 0, { start, end });
}

/** Makes the last free block at least this long. */
function grow(length: number): void {
  const last = free.at(-1);
  const start = last?.end === size ? last.start : size;
  const end = roundUp(start + length, PAGE);
  if (end > MAX_PAGES * PAGE) {
    throw new RangeError(
      `Cannot allocate ${length} bytes: ${bytesInUse()} of the 4 GB that WebAssembly can address are in use`,
    );
  }
  memory.grow((end - size) / PAGE);
  buffers.add(memory.buffer);
  views = viewsOf(memory.buffer);
  if (start < size) last!.end = end;
  else free.push({ start, end });
  size = end;
}

function roundUp(n: number, unit: number): number {
  return Math.ceil(n / unit) * unit;
}
