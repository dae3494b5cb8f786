import { Sum } from "../arithmetic/sum.ts";
import { type Batch, type Floats, place } from "./batch.ts";
import { wrongValue } from "./refusals.ts";

/**
 * Checks that row i is a distribution: nothing negative, sum about 1.
 *
 * @returns the sum
 */
export function checkDistribution(p: Batch, i: number, action: string): number {
  const total = new Sum();
  for (let j = 0; j < p.cols; j++) {
    const x = p.data[i * p.cols + j];
    if (!(x >= 0)) {
      throw wrongValue(action, "probabilities", `${x} at ${place(p, i, j)}`);
    }
    total.add(x);
  }
  const sum = total.value;
  if (!(Math.abs(sum - 1) <= tolerance(p.data))) {
    const got = `a sum of ${sum}${p.isVector ? "" : ` in row ${i}`}`;
    throw wrongValue(action, "probabilities that sum to 1", got);
  }
  return sum;
}

/**
 * The distance from 1 that the sum may have: half of the type's digits, as in
 * NumPy's Generator.choice.
 */
function tolerance(data: Floats): number {
  if (data instanceof Float64Array) return 2 ** -26;
  return data instanceof Float32Array ? 2 ** -11.5 : 2 ** -5;
}
