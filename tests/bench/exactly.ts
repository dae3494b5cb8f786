/**
 * Exact values of the kernels' functions for a row of few different logits, in
 * fixed-point numbers of BITS bits after the point.
 *
 * @module
 */

const BITS = 1500n;
const ONE = 1n << BITS;

/** The double x, exactly. */
export function fixed(x: number): bigint {
  const exponent = x === 0 ? 0 : Math.floor(Math.log2(Math.abs(x))) - 53;
  const power = Math.max(exponent, -1074);
  const shift = BITS + BigInt(power);
  const mantissa = BigInt(
    power < -1000 ? x * 2 ** 1000 * 2 ** (-power - 1000) : x / 2 ** power,
  );
  return shift >= 0n ? mantissa << shift : mantissa >> -shift;
}

/** a / 2^BITS as a double and what is left of it. */
function double(a: bigint): [high: number, low: number] {
  const toNumber = (a: bigint) => {
    const drop = (a < 0n ? -a : a).toString(2).length - 64;
    const lead = Number(drop > 0 ? a >> BigInt(drop) : a);
    const power = Math.max(drop, 0) - Number(BITS);
    return lead * 2 ** Math.trunc(power / 2) *
      2 ** (power - Math.trunc(power / 2));
  };
  const high = toNumber(a);
  return [high, toNumber(a - fixed(high))];
}

const times = (a: bigint, b: bigint) => (a * b) >> BITS;
const over = (a: bigint, b: bigint) => (a << BITS) / b;

/** Σ x^n / n!, of x / 2^8, squared eight times. */
function series(x: bigint): bigint {
  const r = x >> 8n;
  let term = ONE, sum = ONE;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    sum += term = times(term, r) / n;
  }
  for (let i = 0; i < 8; i++) sum = times(sum, sum);
  return sum;
}

/** ln 2 = 2 Σ 1 / ((2n + 1) 3^(2n + 1)). */
const LN2 = (() => {
  let sum = 0n;
  for (let n = 1n, power = 2n * ONE / 3n; power; n += 2n, power /= 9n) {
    sum += power / n;
  }
  return sum;
})();

/** e^x. */
export function exp(x: bigint): bigint {
  const k = x / LN2;
  const power = series(x - k * LN2);
  return k < 0n ? power >> -k : power << k;
}

/** log s for s from 1 on, by Newton's method from the logarithm of a double. */
function log(s: bigint): bigint {
  const rest = double(s - ONE)[0];
  let y = fixed(Math.log1p(rest));
  for (let i = 0; i < 3; i++) y += times(s, exp(-y)) - ONE;
  return y;
}

/** Different logits and how often each occurs. */
export type Shape = { z: number; count: number }[];

/** The exact values of a row, each as a double and what is left of it. */
export interface Exactly {
  softmax: [number, number][];
  logSoftmax: [number, number][];
  /** The gradient at the target, the first logit of the shape. */
  grad: [number, number];
  loss: [number, number];
  logSumExp: [number, number];
  entropy: [number, number];
}

/** The exact values of the row, of logits / T. */
export function exactly(shape: Shape, T = 1): Exactly {
  const max = fixed(shape.reduce((a, { z }) => Math.max(a, z), -Infinity));
  const gaps = shape.map(({ z }) => over(fixed(z) - max, fixed(T)));
  const e = gaps.map(exp);
  const sum = e.reduce((a, x, j) => a + x * BigInt(shape[j].count), 0n);
  const logSum = log(sum);
  const mean = e.reduce(
    (a, x, j) => a - times(x, gaps[j]) * BigInt(shape[j].count),
    0n,
  );
  return {
    softmax: e.map((x) => double(over(x, sum))),
    logSoftmax: gaps.map((gap) => double(gap - logSum)),
    grad: double(over(e[0] - sum, sum)),
    loss: double(logSum - gaps[0]),
    logSumExp: double(over(max, fixed(T)) + logSum),
    entropy: double(logSum + over(mean, sum)),
  };
}
