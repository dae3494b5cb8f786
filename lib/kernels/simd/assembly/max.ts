// The largest logit of a row.

import { bytes, larger, largestLane, loadPart } from "./vector.ts";

/** The largest entry of a row, ignoring NaN. */
export function rowMax<T>(row: usize, cols: i32): T {
  const end = row + bytes<T>(cols);
  const foursEnd = row + ((end - row) & ~63);
  // Four of them, so that a comparison does not wait for the one before.
  let m0 = v128.splat<T>(-Infinity), m1 = m0, m2 = m0, m3 = m0;
  let p = row;
  for (; p < foursEnd; p += 64) {
    m0 = larger<T>(m0, v128.load(p));
    m1 = larger<T>(m1, v128.load(p, 16));
    m2 = larger<T>(m2, v128.load(p, 32));
    m3 = larger<T>(m3, v128.load(p, 48));
  }
  for (; p < end; p += 16) m0 = larger<T>(m0, loadPart<T>(p, end, m1));
  return largestLane<T>(larger<T>(larger<T>(m0, m1), larger<T>(m2, m3)));
}

/** The index of the first entry that equals `max`. */
export function indexOf<T>(row: usize, cols: i32, max: T): i32 {
  const wanted = v128.splat<T>(max);
  const end = row + bytes<T>(cols);
  let p = row;
  while (p + 64 <= end) {
    const first = v128.or(
      v128.eq<T>(v128.load(p), wanted), v128.eq<T>(v128.load(p, 16), wanted),
    );
    const second = v128.or(
      v128.eq<T>(v128.load(p, 32), wanted), v128.eq<T>(v128.load(p, 48), wanted),
    );
    if (v128.any_true(v128.or(first, second))) break;
    p += 64;
  }
  while (load<T>(p) != max) p += sizeof<T>();
  return <i32> ((p - row) / sizeof<T>());
}

/** The index of the first of the largest entries of a row, or −1 if they are not finite. */
export function topOf<T>(row: usize, cols: i32): i32 {
  const max = rowMax<T>(row, cols);
  return abs<T>(max) < <T> Infinity ? indexOf<T>(row, cols, max) : -1;
}
