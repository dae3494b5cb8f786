import {
  describe,
  DISPLAY,
  type MatrixLike,
  type Numbers,
  numbersOf,
  readOptions,
  shapeOf,
  type TableOptions,
  type VectorLike,
} from "./arguments.ts";
import { columnsBundle, cutOf, namesColumn, numbersColumn } from "./columns.ts";

/** More entries than this are cut in the middle. */
const MOST_ENTRIES = 12;

/** Two gradients side by side. As a cell's last expression it shows itself as a table. */
export class GradientCheck {
  readonly #analytic: Numbers;
  readonly #numeric: Numbers;
  /** |analytic − numeric| of each entry. */
  readonly differences: Float64Array;
  /** The difference of each entry relative to the larger of the two; 0 where they are equal. */
  readonly relativeDifferences: Float64Array;

  /** Use {@linkcode gradientCheck}. */
  constructor(analytic: Numbers, numeric: Numbers) {
    this.#analytic = analytic;
    this.#numeric = numeric;
    const [a, n] = [analytic.data, numeric.data];
    this.differences = Float64Array.from(
      a,
      (x, k) => Object.is(x, n[k]) && !Number.isNaN(x) ? 0 : Math.abs(x - n[k]),
    );
    this.relativeDifferences = this.differences.map((gap, k) =>
      gap === 0 ? 0 : gap / Math.max(Math.abs(a[k]), Math.abs(n[k]))
    );
  }

  /** The largest of the differences; NaN if one of them is. */
  get largest(): number {
    return this.differences[largestOf(this.differences)];
  }

  /** The largest of the relative differences; NaN if one of them is. */
  get largestRelative(): number {
    return this.relativeDifferences[largestOf(this.relativeDifferences)];
  }

  /**
   * The check as a table with one row per entry.
   *
   * @param action what was called, as errors say it
   */
  bundle(
    options: TableOptions = {},
    action = "show",
  ): { "text/html": string; "text/plain": string } {
    const numbers = this.#analytic;
    const { cols, isVector } = numbers;
    const read = readOptions(options, action, "a gradient check", numbers);
    const { caption = "Gradient check", classes, rows, unit, digits } = read;
    const few = Math.min(digits, 3); // Only the size of a difference matters.
    const { kept, gap } = cutOf(this.differences.length, MOST_ENTRIES);
    const column = (
      name: string,
      { data }: { data: ArrayLike<number> },
      digits: number,
    ) => numbersColumn(name, kept.map((k) => data[k]), digits);
    const withUnit = (name: string) => unit ? `${name} (${unit})` : name;
    const columns = [
      namesColumn(
        classes ? "class" : isVector ? "index" : "column",
        classes,
        kept.map((k) => k % cols),
      ),
      column(withUnit("analytic"), numbers, digits),
      column(withUnit("numeric"), this.#numeric, digits),
      column(withUnit("difference"), { data: this.differences }, few),
      column("relative", { data: this.relativeDifferences }, few),
    ];
    if (!isVector) {
      const indices = kept.map((k) => Math.floor(k / cols));
      columns.unshift(namesColumn("row", rows, indices));
    }
    return columnsBundle(columns, {
      caption: `${caption}: ${this.#finding(read)} (${shapeOf(numbers)})`,
      gap,
    });
  }

  /** Shows the check when it is a cell's last expression. */
  [DISPLAY](): { "text/html": string; "text/plain": string } {
    return this.bundle();
  }

  /** The largest differences, and where they are. */
  #finding({ classes, rows, unit }: TableOptions): string {
    const { cols, isVector } = this.#analytic;
    const largest = (values: Float64Array, unit = "") => {
      const k = largestOf(values);
      const [i, j] = [Math.floor(k / cols), k % cols];
      const entry = classes?.[j] ?? `${isVector ? "index" : "column"} ${j}`;
      const place = isVector ? entry : `${rows?.[i] ?? `row ${i}`}, ${entry}`;
      const size = Number(values[k].toPrecision(2));
      const text = size < 1e-4 ? size.toExponential() : String(size);
      return `${text}${unit && ` ${unit}`} at ${place}`;
    };
    if (this.largest === 0) return "no difference";
    return `largest difference ${largest(this.differences, unit)}; ` +
      `largest relative ${largest(this.relativeDifferences)}`;
  }
}

/**
 * Compares a gradient with one found in another way, entry by entry.
 *
 * ```ts
 * const check = gradientCheck(crossEntropyGrad(logits, 0), numeric);
 * await show(check, { classes });
 * assert(check.largest <= 1e-9);
 * ```
 *
 * @param analytic the gradient in question, a vector or a matrix
 * @param numeric the other one, of the same shape
 * @throws {TypeError} when one is neither a vector nor a matrix, or the shapes differ
 */
export function gradientCheck(
  analytic: VectorLike | MatrixLike,
  numeric: VectorLike | MatrixLike,
): GradientCheck {
  const [a, n] = [analytic, numeric].map((what) =>
    numbersOf(what, "check a gradient")
  );
  if (!a || !n) {
    throw new TypeError(
      `Cannot check a gradient: need two vectors or two matrices, got ${
        describe(analytic)
      } and ${describe(numeric)}`,
    );
  }
  const [shape, other] = [shapeOf(a), shapeOf(n)];
  if (shape === other) return new GradientCheck(a, n);
  throw new TypeError(
    `Cannot check a gradient: need two of the same shape, got ${shape} and ${other}`,
  );
}

/** The index of the largest value. NaN counts as larger than any number. */
function largestOf(values: Float64Array): number {
  let at = 0;
  for (let k = 1; k < values.length; k++) {
    if (Number.isNaN(values[at])) break;
    if (!(values[k] <= values[at])) at = k;
  }
  return at;
}
