/**
 * The compiled kernels and the memory that they work in, which other threads
 * can share.
 *
 * @module
 */

import { powers } from "../arithmetic/exp_and_log.ts";
import { hex } from "./kernels.ts";

/** The functions of assembly/job.ts. Pointers are bytes from the memory's start. */
interface Kernels {
  /** Fills in a job with the arguments of fill() in assembly/job.ts, in their order. */
  fill(job: number, ...fields: number[]): void;
  /** Takes rows of a job until none are left. Returns the first one known to have no answer, or their number. */
  run(job: number): number;
  /** The same, with the help of other threads. */
  runWithHelpers(job: number): number;
  /** Helps with jobs, until there has been none for some time. */
  help(job: number): void;
  /** Says which thread this is, and where it has 128 bytes of its own. */
  useThread(index: number, pointer: number): void;
  /** a · b + c, of a fused multiplication and addition if the machine has one. */
  fused(a: number, b: number, c: number): number;
}

/**
 * The largest memory that WebAssembly allows, 4 GB in pages of 64 KB, minus one
 * page: the end of a row, and a little after it, must be a pointer too.
 */
export const MAX_PAGES = 65535;

// The first page, after the compiled constants, is laid out by hand.

/** The job. */
export const JOB = 4096;
/** A number for each thread, 1 if it is at work. */
export const SLOTS = 8192;
/** 128 bytes for each thread's constants. */
export const CONSTANTS = 16384;
// From 24576 on there are the powers for log.ts.
/** The number of threads for which there is room. */
export const MAX_THREADS = 64;
/** The memory that can be allocated begins here. */
export const HEAP = 65536;

/**
 * Compiles the kernels; undefined where the runtime has no WebAssembly with relaxed
 * SIMD and shared memory, or the page's policy forbids it.
 */
function load() {
  try {
    const bytes = decode(hex);
    if (!WebAssembly.validate(bytes)) return undefined;
    const module = new WebAssembly.Module(bytes);
    const memory = new WebAssembly.Memory({
      initial: 1,
      maximum: MAX_PAGES,
      shared: true,
    });
    const { exports } = new WebAssembly.Instance(module, {
      env: { memory },
      math: Math as unknown as WebAssembly.ModuleImports,
    });
    return { module, memory, exports };
  } catch {
    return undefined;
  }
}
function decode(hex: string): Uint8Array<ArrayBuffer> {
  if (Uint8Array.fromHex) return Uint8Array.fromHex(hex);
  const bytes = new Uint8Array(hex.length / 2);
  for (let k = 0; k < hex.length; k++) {
    const code = hex.charCodeAt(k);
    const digit = code < 58 ? code - 48 : code - 87;
    bytes[k >> 1] = bytes[k >> 1] << 4 | digit;
  }
  return bytes;
}

const loaded = load();

/** Other threads make an instance of it too: see threads.ts. */
export const module: WebAssembly.Module | undefined = loaded?.module;

/** Grows on demand. Its contents stay where they are. Empty without a module. */
export const memory: WebAssembly.Memory = loaded?.memory ??
  { buffer: new ArrayBuffer(0) } as WebAssembly.Memory;

const exports = loaded?.exports ?? {};

/** The kernels as this thread's own. */
export const kernels = exports as unknown as Kernels;

/** The numbers that assembly/layout.ts exports, by name. */
const numbers: Record<string, number> = Object.fromEntries(
  Object.entries(exports).flatMap(([name, value]) =>
    value instanceof WebAssembly.Global
      ? [[name.replace("Kind.", ""), value.value]]
      : []
  ),
);

/** The size of a row's record in bytes, and the unit of the sums in it. */
export const { RECORD, E_UNIT } = numbers;

/** The number of each function that a job can ask for. */
export const KIND = numbers;

/**
 * Whether the kernels are there, and this machine multiplies and adds with one
 * rounding. Without that they would lose digits. The readable ones take their place.
 */
export const isAccurate: boolean = (() => {
  if (!module) return false;
  new Float64Array(memory.buffer, numbers.POWERS).set(powers);
  kernels.useThread(0, CONSTANTS);
  const x = 1 + 2 ** -23;
  return kernels.fused(x, x, -1 - 2 ** -22) === 2 ** -46;
})();
