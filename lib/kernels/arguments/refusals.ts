/**
 * The errors about arguments, in one form: "Cannot take softmax: need a vector,
 * got a matrix".
 *
 * @module
 */

/** The error for an argument of the wrong type or shape. */
export function wrongType(action: string, need: string, got: string): Error {
  return refusal(TypeError, action, need, got);
}

/** The error for an argument of the wrong value. */
export function wrongValue(
  action: string,
  need: string,
  got: string | number,
): Error {
  return refusal(RangeError, action, need, got);
}

function refusal(
  Class: typeof TypeError | typeof RangeError,
  action: string,
  need: string,
  got: string | number,
): Error {
  return new Class(`Cannot ${action}: need ${need}, got ${got}`);
}

/** The kind of a value, as the end of a message: "a string", "Int32Array". */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (Array.isArray(value)) return "an array";
  const name = value.constructor?.name ?? "Object";
  return name === "Object" ? "an object" : name;
}
