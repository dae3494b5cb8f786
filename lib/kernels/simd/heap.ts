/**
 * Allocation in the kernels' memory.
 *
 * @module
 */

import { wrongValue } from "../arguments/refusals.ts";
import { HEAP, MAX_PAGES, memory, module } from "./instance.ts";

const PAGE = 65536;
/** Pointers and sizes are multiples of this, a line of the processor's cache. */
const LINE = 64;

/** A free block, and its place in the list of those of its size. */
interface Free {
  start: number;
  end: number;
  place: number;
}

/**
 * The free blocks by their start and by their end; no two are adjacent. An edge
 * that is no longer one stays as undefined until many have gathered: a Map in which
 * the same key is deleted and set again and again becomes ever slower.
 */
const edges = new Map<number, Free | undefined>();
/** The free blocks by their size. */
const sizes = new Map<number, Free[]>();
/** The number of free blocks. */
let blocks = 0;
/** The number of bytes that are allocated. */
let inUse = 0;
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
  return inUse;
}

/**
 * Allocates this many bytes and returns the pointer to them. They are not set.
 * Without a module the pointer is 0.
 *
 * @param action the action of the caller, for the message of an error
 */
export function allocate(bytes: number, action: string): number {
  if (!module) return 0;
  const length = roundUp(bytes, LINE);
  let best = Infinity;
  for (const size of sizes.keys()) {
    if (size >= length && size < best) best = size;
  }
  const { start, end } = take(sizes.get(best)?.at(-1) ?? grown(length, action));
  put(start + length, end);
  inUse += length;
  return start;
}

/** Gives back the bytes that {@linkcode allocate} returned a pointer to. */
export function release(pointer: number, bytes: number): void {
  if (!module) return;
  const length = roundUp(bytes, LINE);
  inUse -= length;
  const before = edges.get(pointer);
  const after = edges.get(pointer + length);
  if (before) take(before);
  if (after) take(after);
  put(before?.start ?? pointer, after?.end ?? pointer + length);
}

/** Notes that the bytes from start to before end are free. */
function put(start: number, end: number): void {
  if (start === end) return;
  const alike = sizes.get(end - start) ?? [];
  const block = { start, end, place: alike.length };
  alike.push(block);
  sizes.set(end - start, alike);
  edges.set(start, block).set(end, block);
  blocks++;
}

/** Notes that a block is no longer free. */
function take(block: Free): Free {
  const { start, end, place } = block;
  const alike = sizes.get(end - start)!;
  const last = alike.pop()!;
  last.place = place;
  if (last !== block) alike[place] = last;
  if (alike.length === 0) sizes.delete(end - start);
  edges.set(start, undefined).set(end, undefined);
  if (edges.size > 4 * --blocks + 1000) {
    for (const [edge, block] of edges) if (!block) edges.delete(edge);
  }
  return block;
}

/** Makes the memory larger, until the free block at its end is this long. */
function grown(length: number, action: string): Free {
  const last = edges.get(size);
  const start = last?.start ?? size;
  const end = roundUp(start + length, PAGE);
  if (end > MAX_PAGES * PAGE) {
    const need = `${inWords(length)} more in one piece`;
    const got = `${inWords(inUse)} in use of WebAssembly's 4 GB`;
    throw wrongValue(action, need, got);
  }
  memory.grow((end - size) / PAGE);
  buffers.add(memory.buffer);
  views = viewsOf(memory.buffer);
  if (last) take(last);
  put(start, end);
  size = end;
  return edges.get(end)!;
}

function roundUp(n: number, unit: number): number {
  return Math.ceil(n / unit) * unit;
}

/** A number of bytes, such as "1.5 GB". */
function inWords(bytes: number): string {
  const k = Math.min(3, Math.floor(Math.log2(bytes + 1) / 10));
  const unit = ["bytes", "KB", "MB", "GB"][k];
  return `${Number((bytes / 2 ** (10 * k)).toPrecision(3))} ${unit}`;
}
