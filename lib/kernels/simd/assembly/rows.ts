// The functions of a job, for its rows from `first` to before `last`. Each returns
// the first row that has no answer, because it holds a NaN or +Infinity or is
// all −Infinity; otherwise −1.

import { writeConstants } from "./exp.ts";
import { rowExps } from "./exps.ts";
import { Job, Kind, RECORD } from "./layout.ts";
import { topOf } from "./max.ts";
import { addRatios, record } from "./records.ts";
import { scaled, scaleRow, setFactor } from "./scale.ts";
import { rest, targetE, tempered, thread } from "./state.ts";
import { bytes } from "./vector.ts";

/** Softmax of logits / T, in place if src is dst. */
export function softmaxRows<T>(job: Job, first: i32, last: i32): i32 {
  const cols = job.cols, temperature = job.temperature;
  const size = bytes<T>(cols);
  let src = job.src + size * first, dst = job.dst + size * first;
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
 * place if src is dst. A row whose target is −1 is ignored. Without weights each
 * is 1.
 */
export function gradRows<T>(job: Job, first: i32, last: i32): i32 {
  const cols = job.cols, targets = job.targets, weights = job.weights;
  const records = job.records;
  const divisor = job.divisor, divisorLost = job.divisorLost;
  const size = bytes<T>(cols);
  let src = job.src + size * first, dst = job.dst + size * first;
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
 * The records of cross-entropy. A row whose target is −1 is ignored. Log-sum-exp
 * is the loss of the class of the largest logit, which goes to `targets`.
 */
export function lossRows<T>(job: Job, first: i32, last: i32): i32 {
  const cols = job.cols, targets = job.targets, records = job.records;
  const isLoss = job.kind == Kind.loss;
  const spare = spareRow(job);
  const size = bytes<T>(cols);
  let src = job.src + size * first;
  for (let i = first; i < last; i++, src += size) {
    const target = isLoss ? load<i32>(targets + 4 * i) : topOf<T>(src, cols);
    if (target < 0) {
      if (isLoss) continue;
      return i;
    }
    if (!rowExps<T>(false, src, spare, cols, target, 1)) return i;
    store<i32>(targets + 4 * i, target);
    record<T>(records + RECORD * i, <f64> load<T>(src + bytes<T>(target)));
  }
  if (sizeof<T>() == 4) addRatios(records, first, last);
  return -1;
}

/** This thread's room for a row. */
export function spareRow(job: Job): usize {
  return job.spare + thread * job.spareSize;
}
