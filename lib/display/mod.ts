/**
 * Functions for the cells of a lesson: they show figures, tables and numbers, and
 * check answers.
 *
 * @module
 */

export { checkAnswer } from "./answer.ts";
export type {
  MatrixLike,
  TableOptions,
  TypedNumbers,
  VectorLike,
} from "./arguments.ts";
export { GradientCheck, gradientCheck } from "./gradient_check.ts";
export {
  type ElementLike,
  type FigureLike,
  show,
  type ShowOptions,
} from "./show.ts";
export { Table, table, type Values } from "./table.ts";
