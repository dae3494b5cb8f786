/**
 * Functions for the cells of a lesson: they show figures, tables and numbers, and
 * check answers and what the text says.
 *
 * @module
 */

export { type AnswerExample, checkAnswer } from "./answer.ts";
export type {
  MatrixLike,
  TableOptions,
  TypedNumbers,
  VectorLike,
} from "./arguments.ts";
export { classNames } from "./class_names.ts";
export { GradientCheck, gradientCheck } from "./gradient_check.ts";
export { quoted } from "./quoted.ts";
export {
  type ElementLike,
  type FigureLike,
  show,
  type ShowOptions,
} from "./show.ts";
export { type Columns, Table, table, type Values } from "./table.ts";
