/**
 * The errors about arguments, in one form: "Cannot draw classes: need a count from
 * 1 to 300, got 0".
 *
 * @module
 */

/** The error for an argument of the wrong type or shape. */
export function wrongType(action: string, need: string, got: unknown): Error {
  return new TypeError(`Cannot ${action}: need ${need}, got ${written(got)}`);
}

/** The error for an argument of the wrong value. */
export function wrongValue(action: string, need: string, got: unknown): Error {
  return new RangeError(`Cannot ${action}: need ${need}, got ${written(got)}`);
}

function written(got: unknown): string {
  return typeof got === "object" && got !== null
    ? JSON.stringify(got)
    : String(got);
}

/** Refuses anything but an array, or a typed array. */
export function checkArray(what: unknown, action: string, need: string): void {
  if (Array.isArray(what) || ArrayBuffer.isView(what)) return;
  const isObject = typeof what === "object" && what !== null;
  throw wrongType(action, need, isObject ? "an object" : what);
}

/** Refuses numbers that are not finite. */
export function checkFinite(
  numbers: Iterable<number>,
  action: string,
  need: string,
): void {
  for (const x of numbers) {
    if (!Number.isFinite(x)) throw wrongValue(action, need, x);
  }
}
