/**
 * Runs notebooks in Deno's Jupyter kernel, and serves that kernel to front ends.
 *
 * @module
 */

export {
  CellError,
  CellTimeoutError,
  KernelDiedError,
  KernelError,
} from "./errors.ts";
export { type FailedCell, failureText, type Position } from "./failure_text.ts";
export { type ConnectionFile } from "./front_ends.ts";
export { END_SIGNALS } from "./kernel_process.ts";
export { HeldFolder, hold, sweep } from "./leftovers.ts";
export { runNotebook, type RunOptions } from "./run.ts";
export { serveKernel, type ServeOptions } from "./serve.ts";
