import { type Batch, rowOf } from "./arguments/batch.ts";
import { largestLogit } from "./arguments/logits.ts";
import { IGNORED } from "./arguments/targets.ts";
import { Exponentials } from "./arithmetic/exponentials.ts";

/** Logits, and the settings that hold for all their rows. */
interface Given {
  readonly logits: Batch;
  readonly temperature?: number;
  /** The class of each row; an {@linkcode IGNORED} one is not visited. */
  readonly targets?: ArrayLike<number>;
  /** The weight that the results of each row will be multiplied by. */
  readonly rawWeights?: Float64Array;
  readonly action: string;
}

/**
 * Calls visit with the exponentials of each row, which those of the next row
 * overwrite.
 */
export function eachRow(
  { logits, temperature, targets, rawWeights, action }: Given,
  visit: (row: Exponentials, i: number) => void,
): void {
  const { data, rows, cols } = logits;
  const exponentials = exponentialsFor(cols, temperature);
  for (let i = 0; i < rows; i++) {
    if (targets?.[i] === IGNORED) continue;
    const top = largestLogit(logits, i, action);
    visit(exponentials.read(rowOf(data, i, cols), top, rawWeights?.[i]), i);
  }
}

/** The exponentials of the last call. The next call for rows as long reuses them. */
let last = new Exponentials(0, 1);

function exponentialsFor(classes: number, temperature = 1): Exponentials {
  const fits = last.e.length === classes && last.temperature === temperature;
  return fits ? last : last = new Exponentials(classes, temperature);
}
