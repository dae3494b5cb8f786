// The largest logit of a row.

import { bytes, larger, largestLane, loadPart } from "./vector.ts";

/** The largest entry of a row, ignoring NaN. */
export function rowMax<T>(row: usize, cols: i32): T {
  const lowest = v128.splat<T>(-Infinity);
  const end = row + bytes<T>(cols);
  const pairsEnd = row + ((end - row) & ~31);
  let m0 = lowest, m1 = lowest;
  let p = row;
  for (; p < pairsEnd; p += 32) {
    m0 = larger<T>(m0, v128.load(p));
    m1 = larger<T>(m1, v128.load(p, 16));
  }
  for (; p < end; p += 16) {
    const whole = p + 16 <= end;
    m0 = larger<T>(m0, whole ? v128.load(p) : loadPart<T>(p, end, lowest));
  }
  return largestLane<T>(larger<T>(m0, m1));
}

/** The index of the first entry that equals `max`. */
export function indexOf<T>(row: usize, cols: i32, max: T): i32 {
  const wanted = v128.splat<T>(max);
  const end = row + bytes<T>(cols);
  let p = row;
  while (p + 16 <= end && !v128.any_true(v128.eq<T>(v128.load(p), wanted))) {
    p += 16;
  }
  while (load<T>(p) != max) p += sizeof<T>();
  return <i32> ((p - row) / sizeof<T>());
}
