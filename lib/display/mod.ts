/**
 * What a lesson's cells call: figures, tables, numbers and answers, shown.
 *
 * @module
 */

export { checkAnswer } from "./answer.ts";
export { GradientCheck, gradientCheck } from "./gradient_check.ts";
export type { MatrixLike, NumbersOptions, VectorLike } from "./numbers.ts";
export {
  type ElementLike,
  type FigureLike,
  show,
  type ShowOptions,
} from "./show.ts";
export type { TableOptions } from "./table.ts";
export { Table, table, type Values, type ValuesOptions } from "./values.ts";
