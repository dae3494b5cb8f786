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
} from "./failure/errors.ts";
export {
  type FailedCell,
  failureText,
  type Position,
} from "./failure/failure_text.ts";
export { type ConnectionFile } from "./serve/front_ends.ts";
export { END_SIGNALS } from "./kernel/running_kernels.ts";
export { runNotebook, type RunOptions } from "./run/run.ts";
export { serveKernel, type ServeOptions } from "./serve/serve.ts";
