// Operations on one vector register of 4 float32 or 2 float64, as T says.

/** The size of this many entries in bytes. */
@inline export function bytes<T>(entries: i32): usize {
  return (<usize> entries) * sizeof<T>();
}

/** a · b + c, rounded once. */
@inline export function fma<T>(a: v128, b: v128, c: v128): v128 {
  return v128.relaxed_madd<T>(a, b, c);
}

/** c − a · b, rounded once. */
@inline export function fnma<T>(a: v128, b: v128, c: v128): v128 {
  return v128.relaxed_nmadd<T>(a, b, c);
}

/** The larger of a and b in each lane; a where one is NaN. */
@inline export function larger<T>(a: v128, b: v128): v128 {
  return v128.pmax<T>(a, b);
}

/** The entries from p on. Lanes beyond the end of the row are those of `fill`. */
@inline export function loadPart<T>(p: usize, end: usize, fill: v128): v128 {
  if (p + 16 <= end) return v128.load(p);
  if (sizeof<T>() == 8) return v128.load_lane<f64>(p, fill, 0);
  if (end - p == 4) return v128.load_lane<f32>(p, fill, 0);
  const two = v128.load_lane<f64>(p, fill, 0);
  return end - p == 8 ? two : v128.load_lane<f32>(p, two, 2, 8);
}

/** Stores x at p, without the lanes beyond the end of the row. */
@inline export function storePart<T>(p: usize, end: usize, x: v128): void {
  if (p + 16 <= end) {
    v128.store(p, x);
  } else if (sizeof<T>() == 8) {
    v128.store_lane<f64>(p, x, 0);
  } else if (end - p == 4) {
    v128.store_lane<f32>(p, x, 0);
  } else {
    v128.store_lane<f64>(p, x, 0);
    if (end - p == 12) v128.store_lane<f32>(p, x, 2, 8);
  }
}

/** x with its upper half moved to the lower. */
@inline export function upperHalf(x: v128): v128 {
  return v128.shuffle<i32>(x, x, 2, 3, 0, 1);
}

/** The largest lane. */
@inline export function largestLane<T>(x: v128): T {
  let m = larger<T>(x, upperHalf(x));
  if (sizeof<T>() == 4) m = larger<T>(m, v128.shuffle<i32>(m, m, 1, 0, 3, 2));
  return v128.extract_lane<T>(m, 0);
}

/** The sum of the lanes. */
@inline export function sumOfLanes<T>(x: v128): T {
  let sum = v128.add<T>(x, upperHalf(x));
  if (sizeof<T>() == 4) sum = v128.add<T>(sum, v128.shuffle<i32>(sum, sum, 1, 0, 3, 2));
  return v128.extract_lane<T>(sum, 0);
}
