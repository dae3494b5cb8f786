import { sumError } from "./rounding_errors.ts";

/**
 * A running sum that also adds up its rounding errors, so that the sum of 50,257
 * numbers is as good as the sum of two.
 *
 * Source: T. Ogita, S. M. Rump, S. Oishi, "Accurate sum and dot product", 2005,
 * algorithm Sum2, https://doi.org/10.1137/030601818.
 */
export class Sum {
  #sum = 0;
  #lost = 0;

  /** Adds x. */
  add(x: number): void {
    const sum = this.#sum + x;
    this.#lost += sumError(this.#sum, x, sum);
    this.#sum = sum;
  }

  /** The sum of the numbers that were added, Infinity if it is too large. */
  get value(): number {
    return Number.isFinite(this.#sum) ? this.#sum + this.#lost : this.#sum;
  }

  /** The rounding error of `value`. */
  get lost(): number {
    return sumError(this.#sum, this.#lost, this.value);
  }
}

/** Σ x over the values. */
export function sumOf(values: Float64Array): number {
  const sum = new Sum();
  for (const x of values) sum.add(x);
  return sum.value;
}
