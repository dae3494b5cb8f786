/**
 * JSON as Python reads and writes it: keys in the order of code points, and
 * numbers as the file spelled them.
 *
 * @module
 */

import type { Json } from "./types.ts";

/**
 * How a file wrote the numbers that JavaScript would write otherwise (1.0,
 * 1e-07, 12345678901234567890), by the object that holds them and the key.
 */
const spellings = new WeakMap<object, Map<string, [Json, string]>>();

/** A copy, whose numbers are written as those of the original were. */
function spelledAs<T extends object>(original: object, copy: T): T {
  const ofOriginal = spellings.get(original);
  if (ofOriginal) spellings.set(copy, ofOriginal);
  return copy;
}

export function parseJson(
  text: string,
  fail: (problem: string) => never,
): Json {
  if (text.trim() === "") return fail("the file is empty");
  try {
    return JSON.parse(
      text.replace(/^\uFEFF/, ""), // Some editors begin a file with it.
      function (this: object, key, value, context?: { source?: string }) {
        const source = context?.source;
        if (typeof value === "number" && source && String(value) !== source) {
          const ofHolder = spellings.get(this) ?? new Map();
          spellings.set(this, ofHolder.set(key, [value, source]));
        }
        return value;
      },
    );
  } catch (error) {
    return fail(`not JSON: ${(error as Error).message}`);
  }
}

/** JSON as Python's json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False). */
export function stringifyJson(value: unknown, indent: string): string {
  const inner = indent + " ";
  const block = (open: string, items: string[], close: string) =>
    items.length === 0
      ? open + close
      : `${open}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${close}`;
  const item = (holder: object, key: string, value: unknown) => {
    const spelling = spellings.get(holder)?.get(key);
    return spelling && spelling[0] === value
      ? spelling[1]
      : stringifyJson(value, inner);
  };
  if (Array.isArray(value)) {
    return block("[", value.map((v, i) => item(value, String(i), v)), "]");
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => compareCodePoints(a, b));
    return block(
      "{",
      entries.map(([k, v]) => `${JSON.stringify(k)}: ${item(value, k, v)}`),
      "}",
    );
  }
  return JSON.stringify(value) ?? "null";
}

/** Python's order of strings: by code point, where JavaScript's is by UTF-16 unit. */
function compareCodePoints(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const gap = x[i].codePointAt(0)! - y[i].codePointAt(0)!;
    if (gap !== 0) return gap;
  }
  return x.length - y.length;
}

export function mapValues<A, B>(
  object: Record<string, A>,
  change: (value: A, key: string) => B,
): Record<string, B> {
  return spelledAs(
    object,
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [key, change(value, key)]),
    ),
  );
}

/** The object itself when it has none of the fields. */
export function without(
  object: Record<string, Json>,
  ...fields: string[]
): Record<string, Json> {
  if (!fields.some((field) => field in object)) return object;
  return spelledAs(
    object,
    Object.fromEntries(
      Object.entries(object).filter(([key]) => !fields.includes(key)),
    ),
  );
}
