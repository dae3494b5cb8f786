/**
 * The compiled kernels and the memory that they work in, which other threads
 * can share.
 *
 * @module
 */

// @ts-types="./module.d.ts"
import module from "./module.js";

/** What assembly/job.ts exports. Pointers are bytes from the memory's start. */
export interface Kernels {
  /** Takes rows of a job until none are left. */
  run(job: number): void;
  /** The same, with the help of other threads. */
  runWithHelpers(job: number): void;
  /** Helps with jobs, until there was none for some time. */
  help(job: number): void;
  /** Which of the threads this is, and where it has 128 bytes of its own. */
  useThread(index: number, pointer: number): void;
  /** a · b + c, of a fused multiplication and addition if the machine has one. */
  fused(a: number, b: number, c: number): number;
}

/** What another thread needs for the same: see threads.ts. */
export { module };

/**
 * The largest that WebAssembly knows, 4 GB in pages of 64 KB, but one: the end of
 * a row, and what is a little further on, must be a pointer too.
 */
export const MAX_PAGES = 65535;

/** Grows on demand. What is in it stays where it is. */
export const memory: WebAssembly.Memory = new WebAssembly.Memory({
  initial: 1,
  maximum: MAX_PAGES,
  shared: true,
});

/** Where things stand in the first page, after the kernels' constants. */
export const JOB = 4096;
export const SLOTS = 8192;
export const CONSTANTS = 16384;
/** How many threads have a slot, and room for constants of their own. */
export const MAX_THREADS = 64;
/** What comes after it can be allocated. */
export const HEAP = 65536;

/** The kernels as this thread's own. */
export const kernels = new WebAssembly.Instance(module, {
  env: { memory },
  math: Math as unknown as WebAssembly.ModuleImports,
}).exports as unknown as Kernels;
kernels.useThread(0, CONSTANTS);

/**
 * Whether this machine multiplies and adds with one rounding. The kernels count
 * on it; without it they would lose digits, and the readable ones have to do.
 */
export const isAccurate = (() => {
  const x = 1 + 2 ** -23;
  return kernels.fused(x, x, -1 - 2 ** -22) === 2 ** -46;
})();
