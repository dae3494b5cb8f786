import { entropy, type Vector } from "../../kernels/mod.ts";
import { shorten } from "./name_classes.ts";

/**
 * Forecasts with their names, as long as a figure has room for.
 *
 * @throws {TypeError | RangeError} as entropy() does, and when one has another
 *   number of classes
 */
export function namedForecasts(
  forecasts: Record<string, Vector>,
  count: number,
): { name: string; p: Vector }[] {
  if (typeof forecasts !== "object" || forecasts === null) {
    throw new TypeError(
      `Cannot draw forecasts: need an object of probabilities by name, got ${forecasts}`,
    );
  }
  return Object.entries(forecasts).map(([name, p]) => {
    entropy(p); // checks it
    if (p.length !== count) {
      throw new TypeError(
        `Cannot draw forecasts: need ${count} classes in all, got ${p.length} from ${name}`,
      );
    }
    return { name: shorten(name), p };
  });
}
