/**
 * Deno's Jupyter kernel as a session, and the notebook format.
 *
 * @module
 */

export { checkAnswer } from "./answer.ts";
export {
  CellError,
  CellTimeoutError,
  failureText,
  KernelDiedError,
  KernelError,
} from "./errors.ts";
export { GradientCheck, gradientCheck } from "./gradient_check.ts";
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
export type { MatrixLike, NumbersOptions, VectorLike } from "./numbers.ts";
export type { TableOptions } from "./table.ts";
export { Table, table, type Values, type ValuesOptions } from "./values.ts";
