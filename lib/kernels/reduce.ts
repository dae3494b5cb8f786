import type { LossArguments } from "./arguments/loss_arguments.ts";
import type { Matrix, OnePerRow } from "./arguments/types.ts";
import { exponentOf } from "./arithmetic/exponentials.ts";
import { sumOf } from "./arithmetic/sum.ts";
import { resultPerRow, roundLike } from "./results.ts";
import type { Losses } from "./simd/compiled.ts";

/** Weights and reduces the losses of the rows, in the precision of the logits. */
export function reduce(
  { each, sum, exponents }: Losses,
  given: LossArguments,
): number | OnePerRow<Matrix> {
  const { logits, weights, rawWeights, weightExponent, reduction, divisor } =
    given;
  if (sum !== undefined) return roundLike(logits.data, sum / divisor);
  if (logits.isVector) {
    return roundLike(logits.data, each[0] * 2 ** (exponents?.[0] ?? 0));
  }
  /** The weighted losses times 2^bits. */
  const terms = (bits: number) =>
    Float64Array.from(each, (loss, i) => {
      const w = weights ? weights[i] : 1, raw = rawWeights ? rawWeights[i] : 1;
      const exponent = (exponents ? exponents[i] : 0) + bits;
      if (raw === 0) return 0;
      if (exponent === 0 && w >= 2 ** -1000) return w * loss;
      return product(loss, raw, exponent + weightExponent);
    });
  if (reduction === "none") return resultPerRow(logits, terms(0));
  let mean = sumOf(terms(0)) / divisor;
  if (mean === Infinity) mean = sumOf(terms(-64)) / divisor * 2 ** 64;
  return roundLike(logits.data, mean);
}

/** a · b · 2^exponent, where nothing overflows or underflows before the last step. */
function product(a: number, b: number, exponent: number): number {
  if (a === 0 || a === Infinity) return a;
  const p = exponentOf(a), q = exponentOf(b);
  const bits = p + q + exponent;
  const half = Math.trunc(bits / 2);
  return (a / 2 ** p) * (b / 2 ** q) * 2 ** half * 2 ** (bits - half);
}
