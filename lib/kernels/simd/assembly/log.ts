// log1p, operation for operation as ../../arithmetic/exp_and_log.ts, which
// explains them: every machine gives the same bits.

import { POWERS } from "./layout.ts";
import { fnma } from "./vector.ts";

@external("math", "log")
declare function near(x: f64): f64;

/** log(1 + x) for x from 0 to 2^900. */
export function sameLog1p(y: f64): f64 {
  const x = 1 + y;
  const lost = sumError(1, y, x);
  const n = floor(near(x) * 184.6649652337873 + 0.5);
  const step = n * 0.005415212347998022;
  const scale = reinterpret<f64>(((<i64> n >> 7) + 1023) << 52);
  const at = POWERS + ((<usize> n & 127) << 3);
  const power = scale * load<f64>(at);
  const f = (x - power) / power;
  const fLost = remainder(x - power, power, f) - scale * load<f64>(at, 1024) +
    lost * (1 - f);
  const cubic = 1.0 / 3 - f * (1.0 / 4 - f * (1.0 / 5 - f * (1.0 / 6 - f / 7)));
  const rest = f * f * (f * cubic - 0.5) + fLost / power;
  const sum = step + f;
  return sum + (sumError(step, f, sum) + (n * 1.2655086083325438e-13 + rest));
}

/** The error of `sum`, the rounded a + b. */
@inline function sumError(a: f64, b: f64, sum: f64): f64 {
  const bInSum = sum - a;
  return (a - (sum - bInSum)) + (b - bInSum);
}

/** a − quotient · b, which is exact. */
@inline function remainder(a: f64, b: f64, quotient: f64): f64 {
  const difference = fnma<f64>(f64x2.splat(quotient), f64x2.splat(b), f64x2.splat(a));
  return f64x2.extract_lane(difference, 0);
}
