/**
 * JSON as Python reads and writes it: keys in the order of code points, and
 * numbers as the file spelled them. So a notebook that another program wrote
 * differs, after it is read and written, only where it was changed.
 *
 * @module
 */

import type { Json } from "./notebook.ts";

/** An object of JSON. */
export type JsonObject = Record<string, Json>;

/** Whether a value of JSON is an object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The spelling of numbers that JavaScript would write differently (1.0, 1e-07,
 * 12345678901234567890), by the object that holds them and by key.
 */
const spellings = new WeakMap<object, Map<string, [Json, string]>>();

/**
 * The value of a JSON text. As in Python, NaN, Infinity and -Infinity are
 * numbers.
 *
 * @throws {SyntaxError} when the text is not JSON
 */
export function parseJson(text: string): Json {
  const json = text.replace(/^\uFEFF/, ""); // Some editors begin a file with it.
  try {
    return parse(json);
  } catch (error) {
    let found = false;
    const marked = json.replaceAll(
      /"[^"\\]*(?:\\.[^"\\]*)*"|\bNaN\b|-?\bInfinity\b/g,
      (token) => {
        if (token.startsWith('"')) return token;
        found = true;
        return `{"${NO_JSON}":"${token}"}`;
      },
    );
    if (!found) throw error;
    return parse(marked);
  }
}

/** The key of an object that stands for a number that JSON cannot hold. */
const NO_JSON = "\uE000";

function parse(json: string): Json {
  return JSON.parse(
    json,
    function (this: object, key, value, context?: { source?: string }) {
      if (value?.[NO_JSON]) return Number(value[NO_JSON]);
      const source = context?.source;
      if (typeof value === "number" && source && String(value) !== source) {
        const ofHolder = spellings.get(this) ?? new Map();
        spellings.set(this, ofHolder.set(key, [value, source]));
      }
      return value;
    },
  );
}

/** JSON as Python's json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False). */
export function stringifyJson(value: unknown, indent = ""): string {
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
  return typeof value === "number" && !Number.isFinite(value)
    ? String(value)
    : JSON.stringify(value) ?? "null";
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

/** A copy of an object with changed values. Numbers that stay keep their spelling. */
export function mapValues<A, B>(
  object: Record<string, A>,
  change: (value: A, key: string) => B,
): Record<string, B> {
  const entries = Object.entries(object);
  return copyOf(object, entries.map(([key, v]) => [key, change(v, key)]));
}

/** A copy of an object without some of its fields. Numbers keep their spelling. */
export function without(
  object: Record<string, Json>,
  ...fields: string[]
): Record<string, Json> {
  const entries = Object.entries(object);
  return copyOf(object, entries.filter(([key]) => !fields.includes(key)));
}

function copyOf<T>(original: object, entries: [string, T][]) {
  const copy: Record<string, T> = Object.fromEntries(entries);
  const ofOriginal = spellings.get(original);
  if (ofOriginal) spellings.set(copy, ofOriginal);
  return copy;
}
