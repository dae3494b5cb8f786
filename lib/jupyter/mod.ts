/**
 * Deno's Jupyter kernel as a session.
 *
 * @module
 */

export {
  CellError,
  CellTimeoutError,
  failureText,
  KernelDiedError,
  KernelError,
} from "./errors.ts";
export { END_SIGNALS } from "./kernel.ts";
export { runNotebook, type RunOptions } from "./run.ts";
