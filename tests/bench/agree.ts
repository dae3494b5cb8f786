/**
 * Checks that all contenders get the same results, so that no wrong one is timed.
 *
 * @module
 */
import { Failure } from "../../lib/cli/command.ts";
import type { Batch } from "./cases.ts";
import type { Results } from "./contender.ts";

/** The distance that results may have, relative to their size. The precision of float32 is 6e-8. */
const TOLERANCE = 1e-5;

/** Indices from all parts of a batch, targets included. */
export function placesIn({ rows, cols, targets }: Batch): number[] {
  const step = Math.ceil(rows / 16);
  const places: number[] = [];
  for (let i = 0; i < rows; i += step) {
    places.push(i * cols + targets[i], i * cols + (i * 7919) % cols);
  }
  return places;
}

/** @throws {Failure} when results differ */
export function checkAgreement(
  name: string,
  { loss, values }: Results,
  wanted: Results,
): void {
  const actual = [loss ?? [], Array.from(values ?? [])].flat();
  const expected = [wanted.loss ?? [], Array.from(wanted.values ?? [])].flat();
  const k = expected.findIndex((x, k) =>
    !(Math.abs(actual[k] - x) <= TOLERANCE * Math.abs(x))
  );
  if (k >= 0 || actual.length !== expected.length) {
    throw new Failure(
      `${name} gets ${actual[k]} where ours get ${expected[k]}`,
    );
  }
}
