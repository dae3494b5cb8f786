import type { MimeBundle } from "../nbformat/mod.ts";
import {
  checkNames,
  cutOf,
  type MatrixLike,
  namesColumn,
  type Numbers,
  numbersOf,
  type NumbersOptions,
  type VectorLike,
} from "./numbers.ts";
import { checkDigits, columnsBundle, numberFormat } from "./table.ts";

/** Two gradients side by side. It shows itself as a table, as a cell's last expression too. */
export class GradientCheck {
  readonly #analytic: Numbers;
  readonly #numeric: Numbers;
  /** |analytic − numeric|, an entry each. */
  readonly differences: Float64Array;
  /** The difference relative to the larger of the two, an entry each; 0 where they are equal. */
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

  /** The check as a table, a row for each entry. */
  bundle(options: NumbersOptions = {}): MimeBundle {
    checkDigits(options.digits);
    const { cols, isVector } = this.#analytic;
    checkNames(this.#analytic, options);
    const { classes, unit, digits = 4 } = options;
    const { kept, gap } = cutOf(this.differences.length);
    const few = Math.min(digits, 3); // Of a difference only the size matters.
    const unitOf = (name: string) => unit ? `${name} (${unit})` : name;
    const numbers = (
      name: string,
      data: ArrayLike<number>,
      digits: number,
    ) => {
      const values = kept.map((k) => data[k]);
      return {
        name,
        numeric: true,
        cells: values.map(numberFormat(values, digits)),
      };
    };
    const columns = [
      namesColumn(
        classes ? "class" : isVector ? "index" : "column",
        classes,
        kept.map((k) => k % cols),
      ),
      numbers(unitOf("analytic"), this.#analytic.data, digits),
      numbers(unitOf("numeric"), this.#numeric.data, digits),
      numbers(unitOf("difference"), this.differences, few),
      numbers("relative", this.relativeDifferences, few),
    ];
    if (!isVector) {
      const rows = kept.map((k) => Math.floor(k / cols));
      columns.unshift(namesColumn("row", options.rows, rows));
    }
    return columnsBundle(columns, {
      caption: `${options.caption ?? "Gradient check"}: ${
        this.#summary(options)
      } (${this.#shape})`,
      gap,
    });
  }

  [Symbol.for("Jupyter.display")](): MimeBundle {
    return this.bundle();
  }

  get #shape(): string {
    const { rows, cols, isVector } = this.#analytic;
    return isVector ? `[${cols}]` : `[${rows}, ${cols}]`;
  }

  #summary({ classes, rows, unit }: NumbersOptions): string {
    const { cols, isVector } = this.#analytic;
    const worst = (values: Float64Array) => {
      const k = largestOf(values);
      const [i, j] = [Math.floor(k / cols), k % cols];
      const name = classes
        ? classes[j]
        : isVector
        ? `index ${j}`
        : `column ${j}`;
      const place = isVector ? name : `${rows ? rows[i] : `row ${i}`}, ${name}`;
      return { value: values[k], place };
    };
    const write = (x: number) => {
      const short = Number(x.toPrecision(2));
      return short < 1e-4 ? short.toExponential() : String(short);
    };
    const absolute = worst(this.differences);
    const relative = worst(this.relativeDifferences);
    if (absolute.value === 0) return "no difference";
    return `largest difference ${write(absolute.value)}${
      unit ? ` ${unit}` : ""
    } at ${absolute.place}; ` +
      `largest relative ${write(relative.value)} at ${relative.place}`;
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
 * @param numeric the other, of the same shape
 * @throws {TypeError} when one is neither vector nor matrix, or the shapes differ
 */
export function gradientCheck(
  analytic: VectorLike | MatrixLike,
  numeric: VectorLike | MatrixLike,
): GradientCheck {
  const [a, n] = [analytic, numeric].map((what) => {
    const numbers = numbersOf(what);
    if (numbers) return numbers;
    throw new TypeError(
      "Cannot check a gradient: need two vectors or two matrices",
    );
  });
  if (a.isVector !== n.isVector || a.rows !== n.rows || a.cols !== n.cols) {
    const shape = ({ rows, cols, isVector }: Numbers) =>
      isVector ? `[${cols}]` : `[${rows}, ${cols}]`;
    throw new TypeError(
      `Cannot check a gradient: need two of the same shape, got ${
        shape(a)
      } and ${shape(n)}`,
    );
  }
  return new GradientCheck(a, n);
}

/** Where the largest is; NaN is larger than all. */
function largestOf(values: Float64Array): number {
  let at = 0;
  for (let k = 1; k < values.length; k++) {
    if (Number.isNaN(values[at])) break;
    if (!(values[k] <= values[at])) at = k;
  }
  return at;
}
