import { describe } from "./batch.ts";

/** The option of the functions that divide the logits by a temperature. */
export interface TemperatureOptions {
  /**
   * Softmax is taken of logits / temperature: below 1 sharper, above 1 softer,
   * 0 the argmax, Infinity uniform. 1 when not given.
   */
  temperature?: number;
}

/**
 * @throws {TypeError} when the temperature is not a number
 * @throws {RangeError} when it is negative or NaN
 */
export function checkTemperature(temperature: unknown, action: string): void {
  if (typeof temperature !== "number") {
    throw new TypeError(
      `Cannot ${action}: need a number as temperature, got ${
        describe(temperature)
      }`,
    );
  }
  if (!(temperature >= 0)) {
    throw new RangeError(
      `Cannot ${action}: need a temperature of 0 or more, got ${temperature}`,
    );
  }
}
