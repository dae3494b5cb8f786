/**
 * Runs notebooks in Deno's Jupyter kernel.
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
export { END_SIGNALS } from "./kernel_process.ts";
export { HeldFolder, hold, sweep } from "./leftovers.ts";
export { runNotebook, type RunOptions } from "./run.ts";
