import { log1p } from "./exp_and_log.ts";
import {
  plus,
  productError,
  remainder,
  sumError,
  type TwoDoubles,
} from "./rounding_errors.ts";
import { Sum } from "./sum.ts";

/**
 * Improves an approximation of log Σ exp(z[j]) by one step of Newton's method with
 * twice the digits. For any number c,
 *
 *     log Σ exp(z[j]) = c + log Σ exp(z[j] − c)
 *
 * and if c is close, the second sum is close to 1. Its excess over 1 is the
 * correction, and is added up without the 1:
 *
 *     (exp(z[top] − c) − 1) + Σ exp(z[j] − c) over all but the largest
 *
 * The result is right to 4 units in the last place, or to 1e-31 where so much
 * cancels that twice the digits are not enough.
 *
 * @param z logits, shape [classes]
 * @param top the class of the largest logit
 * @param c an approximation of log Σ exp(z[j])
 */
export function refineLogSumExp(
  z: ArrayLike<number>,
  top: number,
  c: number,
): number {
  let high = 0;
  const low = new Sum();
  for (let j = 0; j < z.length; j++) {
    if (z[j] - c < -745) continue;
    const term = expMinus(j === top ? 1 : 0, plus(z[j], { high: -c, low: 0 }));
    const sum = high + term.high;
    low.add(sumError(high, term.high, sum));
    low.add(term.low);
    high = sum;
  }
  low.add(high); // they may cancel, so nothing is rounded before
  return c + log1p(low.value);
}

/**
 * exp(x) − start, where start is 0 or 1. With x = k ln 2 + r, k an integer,
 *
 *     exp(x) − start = (2^k − start) + 2^k (exp(r) − 1)
 */
function expMinus(start: 0 | 1, x: TwoDoubles): TwoDoubles {
  const k = Math.round(x.high / Math.LN2);
  const scale = 2 ** k;
  const m = expm1(minusMultipleOfLn2(x, k));
  return plus(scale - start, { high: scale * m.high, low: scale * m.low });
}

// ln 2 = LN2_1 + LN2_2 + LN2_3. The first two have 32 bits, so that their
// products with k are exact.
const LN2_1 = 0x162e42fee / 2 ** 33;
const LN2_2 = 0x1a39ef356 / 2 ** 65;
const LN2_3 = 4.275175589747649e-20;

/** x − k ln 2. */
function minusMultipleOfLn2(x: TwoDoubles, k: number): TwoDoubles {
  const a = x.high - k * LN2_1; // exact, since the two are close
  const b = -k * LN2_2;
  return plus(a, { high: b, low: x.low - k * LN2_3 });
}

/** exp(r) − 1 for |r| ≤ 0.35, as r (1 + r/2 (1 + r/3 (1 + ... r/26))). */
function expm1(r: TwoDoubles): TwoDoubles {
  let series: TwoDoubles = { high: 1, low: 0 };
  for (let n = 26; n >= 2; n--) series = plus(1, over(n, times(r, series)));
  return times(r, series);
}

function times(a: TwoDoubles, b: TwoDoubles): TwoDoubles {
  const high = a.high * b.high;
  const cross = a.high * b.low + a.low * b.high;
  return { high, low: productError(a.high, b.high, high) + cross };
}

function over(n: number, a: TwoDoubles): TwoDoubles {
  const high = a.high / n;
  return { high, low: (remainder(a.high, n, high) + a.low) / n };
}
