/**
 * Deno's Jupyter kernel as a session, and the notebook format.
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
export { svgImage } from "./image.ts";
export { END_SIGNALS } from "./kernel.ts";
export * from "./notebook.ts";
export { mayFail, runNotebook, type RunOptions } from "./run.ts";
export {
  type ElementLike,
  type FigureLike,
  show,
  type ShowOptions,
} from "./show.ts";
export type { TableOptions } from "./table.ts";
