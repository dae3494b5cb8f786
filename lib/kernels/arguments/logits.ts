import { type Batch, place } from "./batch.ts";

/** The class of the largest logit of row i, the first if there are several. */
export function largestLogit(logits: Batch, i: number, action: string): number {
  const { data, cols } = logits;
  let top = 0;
  let max = -Infinity;
  for (let j = 0; j < cols; j++) {
    const z = data[i * cols + j];
    if (!(z < Infinity)) {
      throw new RangeError(
        `Cannot ${action}: logit is ${z} at ${place(logits, i, j)}`,
      );
    }
    if (z > max) {
      max = z;
      top = j;
    }
  }
  if (max === -Infinity) {
    throw new RangeError(
      `Cannot ${action}: every logit is -Infinity${
        logits.isVector ? "" : ` in row ${i}`
      }`,
    );
  }
  return top;
}

/** Throws the error of row i, which is known to have no largest logit. */
export function refuseRow(logits: Batch, i: number, action: string): never {
  largestLogit(logits, i, action);
  throw new Error(`Cannot ${action}: row ${i} was refused without a reason`);
}
