/**
 * The notebook format, nbformat 4.5: https://nbformat.readthedocs.io/en/latest/format_description.html
 *
 * In memory every multi-line string is one string; on disk it is an array of lines.
 *
 * @module
 */

import { createHash } from "node:crypto";

/** A value that JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | Json[]
  | { [key: string]: Json };

/** Several representations of one value, by MIME type. Text is a string; JSON types hold their value. */
export type MimeBundle = Record<string, Json>;

/** Text that a cell printed, as one string. */
export interface StreamOutput {
  output_type: "stream";
  name: "stdout" | "stderr";
  text: string;
}

/** Something that a cell displayed. */
export interface DisplayOutput {
  output_type: "display_data";
  data: MimeBundle;
  metadata: Record<string, Json>;
}

/** The value of a cell's last expression. */
export interface ResultOutput {
  output_type: "execute_result";
  execution_count: number | null;
  data: MimeBundle;
  metadata: Record<string, Json>;
}

/** An exception that ended a cell. `traceback` holds lines, often with ANSI colours. */
export interface ErrorOutput {
  output_type: "error";
  ename: string;
  evalue: string;
  traceback: string[];
}

export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

interface BaseCell {
  /** 1 to 64 characters of A-Z, a-z, 0-9, - and _; unique in the notebook. */
  id: string;
  metadata: Record<string, Json>;
  source: string;
}

export interface CodeCell extends BaseCell {
  cell_type: "code";
  execution_count: number | null;
  outputs: Output[];
}

export interface MarkdownCell extends BaseCell {
  cell_type: "markdown";
  /** Files pasted into the cell, by name. */
  attachments?: Record<string, MimeBundle>;
}

export interface RawCell extends BaseCell {
  cell_type: "raw";
  attachments?: Record<string, MimeBundle>;
}

export type Cell = CodeCell | MarkdownCell | RawCell;

/** A notebook, always in the shape of nbformat 4.5 whatever minor version it was read from. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, Json>;
  nbformat: 4;
  nbformat_minor: 5;
}

/** A text that is no notebook of nbformat 4.0 to 4.5; the message says where and why. */
export class NotebookFormatError extends Error {
  override name = "NotebookFormatError";
}

/**
 * Reads a notebook of nbformat 4.0 to 4.5. Cells of notebooks before 4.5,
 * which have no ids, get ids made from their contents, the same at every read.
 *
 * @param text the file's text
 * @param name what errors call the notebook, usually its file name
 * @throws {NotebookFormatError} when the text is anything else
 */
export function parseNotebook(text: string, name = "notebook"): Notebook {
  const fail = (problem: string): never => {
    throw new NotebookFormatError(`${name}: ${problem}`);
  };
  const reader = new NotebookReader(fail);
  return reader.notebook(parseJson(text, fail));
}

/**
 * The text of a notebook's file, as nbformat 4.5: keys sorted, one space of
 * indentation, texts as arrays of lines, a newline at the end. It is what
 * Jupyter writes, so saving a notebook that did not change is no difference.
 */
export function stringifyNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => {
    const stored: Record<string, unknown> = {
      ...cell,
      source: splitLines(cell.source),
    };
    if (cell.cell_type === "code") {
      stored.outputs = cell.outputs.map(storedOutput);
    } else if (cell.attachments) {
      stored.attachments = mapValues(cell.attachments, storedBundle);
    }
    return stored;
  });
  return stringifyJson({ ...notebook, cells }, "") + "\n";
}

function storedOutput(output: Output): unknown {
  switch (output.output_type) {
    case "stream":
      return { ...output, text: splitLines(output.text) };
    case "error":
      return output;
    default:
      return { ...output, data: storedBundle(output.data) };
  }
}

function storedBundle(bundle: MimeBundle): Record<string, unknown> {
  return mapValues(
    bundle,
    (value, type) =>
      typeof value === "string" && isLined(type) ? splitLines(value) : value,
  );
}

/** The types whose text nbformat stores as lines. */
function isLined(type: string): boolean {
  return type.startsWith("text/") || type === "image/svg+xml" ||
    type === "application/javascript";
}

/** The types whose value is JSON, in which an array is an array. */
function isJson(type: string): boolean {
  return type === "application/json" ||
    type.startsWith("application/") && type.endsWith("+json");
}

/** The lines of a text with their ends, at every place where Python's splitlines() breaks. */
function splitLines(text: string): string[] {
  return text.match(
    // deno-lint-ignore no-control-regex
    /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/g,
  )!.filter((line) => line !== "");
}

type JsonObject = Record<string, Json>;

/** Checks a parsed file and puts it in the shape of 4.5. */
class NotebookReader {
  readonly #fail: (problem: string) => never;

  constructor(fail: (problem: string) => never) {
    this.#fail = fail;
  }

  notebook(value: Json): Notebook {
    if (!isObject(value)) return this.#fail("not a notebook: no JSON object");
    const minor = this.#minor(value);
    const metadata = this.#object(value, "metadata", "");
    const cells = value.cells;
    if (!Array.isArray(cells)) return this.#fail("needs an array of cells");
    const read = cells.map((cell, i) => this.#cell(cell, `cell ${i + 1}`));
    this.#giveIds(read, minor);
    return {
      ...value,
      cells: read as Cell[],
      metadata: without(
        metadata,
        "orig_nbformat",
        "orig_nbformat_minor",
        "signature",
      ),
      nbformat: 4,
      nbformat_minor: 5,
    };
  }

  #minor(value: JsonObject): number {
    const { nbformat, nbformat_minor } = value;
    if (nbformat === undefined) {
      return this.#fail("not a notebook: no nbformat");
    }
    if (nbformat !== 4) {
      return this.#fail(
        `need nbformat 4.0 to 4.5, got nbformat ${JSON.stringify(nbformat)}` +
          (nbformat === 3 ? "; save it again with Jupyter to convert it" : ""),
      );
    }
    if (
      typeof nbformat_minor !== "number" || ![0, 1, 2, 3, 4, 5].includes(
        nbformat_minor,
      )
    ) {
      return this.#fail(
        nbformat_minor === undefined
          ? "need nbformat 4.0 to 4.5, got no nbformat_minor"
          : `need nbformat 4.0 to 4.5, got nbformat 4.${nbformat_minor}`,
      );
    }
    return nbformat_minor;
  }

  #cell(value: Json, where: string): Omit<BaseCell, "id"> & { id?: string } {
    if (!isObject(value)) return this.#fail(`${where} is not an object`);
    const cell = {
      ...value,
      metadata: without(this.#object(value, "metadata", where), "trusted"),
      source: this.#text(value, "source", where),
    };
    switch (value.cell_type) {
      case "code":
        return {
          ...cell,
          execution_count: this.#count(value, where),
          outputs: this.#outputs(value, where),
        } as Omit<CodeCell, "id">;
      case "markdown":
      case "raw":
        return value.attachments === undefined ? cell : {
          ...cell,
          attachments: this.#attachments(value, where),
        } as Omit<MarkdownCell, "id">;
      default:
        return this.#fail(
          `${where}: cell_type must be "code", "markdown" or "raw", got ${
            JSON.stringify(value.cell_type)
          }`,
        );
    }
  }

  #giveIds(cells: { id?: string; source: string }[], minor: number): void {
    const taken = new Map<string, number>();
    cells.forEach(({ id }, i) => {
      if (id === undefined && minor < 5) return;
      if (typeof id !== "string" || !/^[a-zA-Z0-9_-]{1,64}$/.test(id)) {
        this.#fail(
          `cell ${i + 1}: id must be 1 to 64 of A-Z, a-z, 0-9, - and _, got ${
            JSON.stringify(id)
          }`,
        );
      }
      if (taken.has(id!)) {
        this.#fail(
          `cell ${i + 1}: id ${JSON.stringify(id)} is that of cell ${
            taken.get(id!)
          } too`,
        );
      }
      taken.set(id!, i + 1);
    });
    cells.forEach((cell, i) => {
      if (cell.id !== undefined) return;
      const hash = createHash("sha256").update(cell.source).digest("hex")
        .slice(0, 8);
      let id = hash;
      for (let n = 2; taken.has(id); n++) id = `${hash}-${n}`;
      taken.set(id, i + 1);
      cell.id = id;
    });
  }

  #outputs(cell: JsonObject, where: string): Output[] {
    const outputs = cell.outputs;
    if (!Array.isArray(outputs)) {
      return this.#fail(`${where}: outputs must be an array`);
    }
    return outputs.map((output, i) =>
      this.#output(output, `${where}, output ${i + 1}`)
    );
  }

  #output(value: Json, where: string): Output {
    if (!isObject(value)) return this.#fail(`${where} is not an object`);
    switch (value.output_type) {
      case "stream":
        if (value.name !== "stdout" && value.name !== "stderr") {
          return this.#fail(`${where}: name must be "stdout" or "stderr"`);
        }
        return {
          ...value,
          text: this.#text(value, "text", where),
        } as StreamOutput;
      case "display_data":
        return {
          ...value,
          data: joinedBundle(this.#object(value, "data", where)),
          metadata: this.#object(value, "metadata", where),
        } as DisplayOutput;
      case "execute_result":
        return {
          ...value,
          execution_count: this.#count(value, where),
          data: joinedBundle(this.#object(value, "data", where)),
          metadata: this.#object(value, "metadata", where),
        } as ResultOutput;
      case "error":
        for (const field of ["ename", "evalue"]) {
          if (typeof value[field] !== "string") {
            this.#fail(`${where}: ${field} must be a string`);
          }
        }
        if (!isLines(value.traceback)) {
          return this.#fail(`${where}: traceback must be an array of strings`);
        }
        return value as unknown as ErrorOutput;
      default:
        return this.#fail(
          `${where}: unknown output_type ${JSON.stringify(value.output_type)}`,
        );
    }
  }

  #attachments(cell: JsonObject, where: string): Record<string, MimeBundle> {
    const attachments = this.#object(cell, "attachments", where);
    return mapValues(
      attachments,
      (bundle, file) =>
        isObject(bundle)
          ? joinedBundle(bundle)
          : this.#fail(`${where}: attachment ${file} must be an object`),
    );
  }

  #object(parent: JsonObject, field: string, where: string): JsonObject {
    const value = parent[field];
    if (isObject(value)) return value;
    return this.#fail(`${where && where + ": "}${field} must be an object`);
  }

  #text(parent: JsonObject, field: string, where: string): string {
    const value = parent[field];
    if (typeof value === "string") return value;
    if (isLines(value)) return value.join("");
    return this.#fail(
      `${where}: ${field} must be a string or an array of strings`,
    );
  }

  #count(parent: JsonObject, where: string): number | null {
    const value = parent.execution_count;
    if (
      value === null ||
      typeof value === "number" && Number.isInteger(value) && value >= 0
    ) return value;
    return this.#fail(
      `${where}: execution_count must be a whole number or null`,
    );
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isLines(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((v) => typeof v === "string");
}

function joinedBundle(bundle: JsonObject): MimeBundle {
  return mapValues(
    bundle,
    (value, type) => !isJson(type) && isLines(value) ? value.join("") : value,
  );
}

function mapValues<A, B>(
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
function without(object: JsonObject, ...fields: string[]): JsonObject {
  if (!fields.some((field) => field in object)) return object;
  return spelledAs(
    object,
    Object.fromEntries(
      Object.entries(object).filter(([key]) => !fields.includes(key)),
    ),
  );
}

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

function parseJson(text: string, fail: (problem: string) => never): Json {
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
function stringifyJson(value: unknown, indent: string): string {
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
