// The functions of a batch of logits, for its rows from `first` to before
// `last`. Each gives the first row that has no answer, for a NaN or +Infinity in
// it or because it is −Infinity only, or −1.

import { writeConstants } from "./exp.ts";
import { rowExps } from "./exps.ts";
import { indexOf, rowMax } from "./max.ts";
import { addRatios, RECORD, record } from "./records.ts";
import { scaled, scaleRow, setFactor } from "./scale.ts";
import { rest, targetE, tempered } from "./state.ts";
import { bytes } from "./vector.ts";

/** Softmax of logits / T, in place if src is dst. */
export function softmaxRows<T>(
  src: usize, dst: usize, cols: i32, first: i32, last: i32, temperature: f64,
): i32 {
  const size = bytes<T>(cols);
  src += size * first;
  dst += size * first;
  if (temperature != 1) writeConstants<T>(tempered, temperature);
  for (let i = first; i < last; i++, src += size, dst += size) {
    if (!rowExps<T>(true, src, dst, cols, -1, temperature)) return i;
    setFactor<T>(1, rest, 0, 1, 0);
    scaleRow<T>(dst, cols);
  }
  return -1;
}

/**
 * The gradient of cross-entropy, (softmax − oneHot) · weight / divisor, in
 * place if src is dst. A target of −1 is a row to ignore. Without weights each
 * is 1. The divisor comes in two parts.
 */
export function gradRows<T>(
  src: usize, dst: usize, cols: i32, first: i32, last: i32,
  targets: usize, weights: usize, divisor: f64, divisorLost: f64, records: usize,
): i32 {
  const size = bytes<T>(cols);
  src += size * first;
  dst += size * first;
  for (let i = first; i < last; i++, src += size, dst += size) {
    const target = load<i32>(targets + 4 * i);
    if (target < 0) {
      memory.fill(dst, 0, size);
      continue;
    }
    const logit = <f64> load<T>(src + bytes<T>(target));
    if (!rowExps<T>(true, src, dst, cols, target, 1)) return i;
    record<T>(records + RECORD * i, logit);
    const sum = rest + targetE;
    const lost = rest > targetE ? targetE - (sum - rest) : rest - (sum - targetE);
    const weight = weights ? load<f64>(weights + 8 * i) : 1;
    setFactor<T>(weight, sum, lost, divisor, divisorLost);
    scaleRow<T>(dst, cols);
    store<T>(dst + bytes<T>(target), <T> (0 - scaled<T>(rest)));
  }
  if (sizeof<T>() == 4) addRatios(records, first, last);
  return -1;
}

/**
 * The parts of the losses of cross-entropy. A target of −1 is a row to ignore.
 *
 * @param spare room for a row
 */
export function lossRows<T>(
  src: usize, spare: usize, cols: i32, first: i32, last: i32,
  targets: usize, records: usize,
): i32 {
  const size = bytes<T>(cols);
  src += size * first;
  for (let i = first; i < last; i++, src += size) {
    const target = load<i32>(targets + 4 * i);
    if (target < 0) continue;
    if (!rowExps<T>(false, src, spare, cols, target, 1)) return i;
    record<T>(records + RECORD * i, <f64> load<T>(src + bytes<T>(target)));
  }
  if (sizeof<T>() == 4) addRatios(records, first, last);
  return -1;
}

/**
 * What log-sum-exp is computed from: as for losses, with the class of the
 * largest logit as the target, which goes to `targets`.
 *
 * @param spare room for a row
 */
export function logSumExpRows<T>(
  src: usize, spare: usize, cols: i32, first: i32, last: i32,
  targets: usize, records: usize,
): i32 {
  const size = bytes<T>(cols);
  src += size * first;
  for (let i = first; i < last; i++, src += size) {
    const max = rowMax<T>(src, cols);
    if (!(abs<T>(max) < <T> Infinity)) return i;
    const top = indexOf<T>(src, cols, max);
    if (!rowExps<T>(false, src, spare, cols, top, 1)) return i;
    store<i32>(targets + 4 * i, top);
    record<T>(records + RECORD * i, <f64> max);
  }
  if (sizeof<T>() == 4) addRatios(records, first, last);
  return -1;
}
