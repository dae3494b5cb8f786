/**
 * Values that are shown as tables: rows of objects, vectors, matrices and
 * gradient checks.
 *
 * @module
 */

import { GradientCheck } from "./gradient_check.ts";
import type { MimeBundle } from "../nbformat/mod.ts";
import {
  type MatrixLike,
  numbersBundle,
  numbersOf,
  type NumbersOptions,
  type VectorLike,
} from "./numbers.ts";
import { tableBundle } from "./table.ts";

/** What can be shown as a table. */
export type Values =
  | readonly object[]
  | VectorLike
  | MatrixLike
  | GradientCheck
  | Table;

/** How to show it; `classes`, `rows`, `name` and `unit` are for numbers. */
export type ValuesOptions = NumbersOptions;

/** A value that shows itself as a table, by {@linkcode table}. */
export class Table {
  readonly #bundle: MimeBundle;

  /** Use {@linkcode table}. */
  constructor(bundle: MimeBundle) {
    this.#bundle = bundle;
  }

  /** The table as text. */
  get alt(): string {
    return String(this.#bundle["text/plain"]);
  }

  [Symbol.for("Jupyter.display")](): MimeBundle {
    return this.#bundle;
  }
}

/**
 * A value as a table that shows itself where a cell's last expression is
 * shown. It holds what the value is now. In a lesson prefer `show`, which loses
 * nothing in any notebook program.
 *
 * ```ts
 * table(softmax(logits), { classes: ["buy", "hold", "sell"] })
 * ```
 *
 * @throws {TypeError} when it is no array of objects, vector, matrix or gradient check
 */
export function table(
  what: Exclude<Values, Table>,
  options: ValuesOptions = {},
): Table {
  checkOptions(options);
  const bundle = valuesBundle(what, options);
  if (bundle) return new Table(bundle);
  throw new TypeError(
    "Cannot make a table: need an array of objects, a vector, a matrix or " +
      `a gradient check, got ${describe(what)}`,
  );
}

/** The table of a value, undefined if it is not one of {@linkcode Values} or shows itself. */
export function valuesBundle(
  what: unknown,
  options: ValuesOptions,
): MimeBundle | undefined {
  if (what instanceof GradientCheck) return what.bundle(options);
  // One that knows how to show itself is not taken for a matrix.
  if (
    typeof what !== "object" || what === null ||
    Symbol.for("Jupyter.display") in what
  ) return undefined;
  const numbers = numbersOf(what);
  if (numbers) return numbersBundle(numbers, options);
  if (!Array.isArray(what)) return undefined;
  refuseNumbersOptions(what, options);
  return tableBundle(what, options);
}

/** The type of each option. */
const OPTIONS: Record<string, string> = {
  alt: "string",
  caption: "string",
  digits: "number",
  classes: "array of strings",
  rows: "array of strings",
  name: "string",
  unit: "string",
};

/** @throws {TypeError} when an option is unknown or of a wrong type */
export function checkOptions(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    const type = OPTIONS[name];
    if (!type) {
      throw new TypeError(
        `Cannot show with the option ${name}: need one of ${
          Object.keys(OPTIONS).join(", ")
        }`,
      );
    }
    const given: string = typeof value;
    const fits = type === "array of strings"
      ? Array.isArray(value) && value.every((item) => typeof item === "string")
      : given === type;
    if (value !== undefined && !fits) {
      throw new TypeError(
        `Cannot show: need ${
          type.startsWith("a") ? "an" : "a"
        } ${type} as ${name}, got ${describe(value)}`,
      );
    }
  }
}

/** @throws {TypeError} when there are options that only numbers have */
export function refuseNumbersOptions(
  what: unknown,
  options: ValuesOptions,
): void {
  for (const name of ["classes", "rows", "name", "unit"] as const) {
    if (options[name] === undefined) continue;
    throw new TypeError(
      `Cannot show ${describe(what)} with the option ${name}: ` +
        "it is for vectors, matrices and gradient checks",
    );
  }
}

/** A value's kind, for the message of an error. */
export function describe(what: unknown): string {
  if (what === null || what === undefined) return String(what);
  if (typeof what !== "object") return `a ${typeof what}`;
  return `an object of ${what.constructor?.name ?? "no class"}`;
}
