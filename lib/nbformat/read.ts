import { createHash } from "node:crypto";
import type { Cell, Json, MimeBundle, Notebook, Output } from "./notebook.ts";
import { mapValues, parseJson, without } from "./python_json.ts";

/** The text is not a notebook of nbformat 4.0 to 4.5. The message says where and why. */
export class NotebookFormatError extends Error {
  /** The class's name. */
  override name = "NotebookFormatError";
}

/**
 * Reads a notebook of nbformat 4.0 to 4.5. Before 4.5 cells have no ids: they
 * get ids made from their sources, the same at every read.
 *
 * @param text the file's text
 * @param name the notebook's name in errors, usually its file name
 * @throws {NotebookFormatError} when the text is not such a notebook
 */
export function parseNotebook(text: string, name = "notebook"): Notebook {
  try {
    return readNotebook(parse(text));
  } catch (error) {
    if (!(error instanceof NotebookFormatError)) throw error;
    throw new NotebookFormatError(`${name}: ${error.message}`);
  }
}

function parse(text: string): Json {
  if (text.trim() === "") return fail("", "the file is empty");
  try {
    return parseJson(text);
  } catch (error) {
    return fail("", `not JSON: ${(error as Error).message}`);
  }
}

type JsonObject = Record<string, Json>;

/** @param where the part of the notebook, such as "cell 2, output 1"; "" for the notebook itself */
function fail(where: string, problem: string): never {
  throw new NotebookFormatError(where ? `${where}: ${problem}` : problem);
}

function readNotebook(value: Json): Notebook {
  if (!isObject(value)) return fail("", "not a notebook: no JSON object");
  const minor = minorVersion(value);
  const metadata = objectIn(value, "metadata", "");
  if (!Array.isArray(value.cells)) return fail("", "needs an array of cells");
  const cells = value.cells.map((cell, i) => readCell(cell, `cell ${i + 1}`));
  giveIds(cells, minor);
  return {
    ...value,
    cells: cells as unknown as Cell[],
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

function minorVersion({ nbformat, nbformat_minor: minor }: JsonObject): number {
  if (nbformat === undefined) return fail("", "not a notebook: no nbformat");
  const got = nbformat !== 4
    ? `nbformat ${JSON.stringify(nbformat)}`
    : minor === undefined
    ? "no nbformat_minor"
    : `nbformat 4.${JSON.stringify(minor)}`;
  if (nbformat === 4 && [0, 1, 2, 3, 4, 5].includes(minor as number)) {
    return minor as number;
  }
  const advice = nbformat === 3
    ? "; save it again with Jupyter to convert it"
    : "";
  return fail("", `need nbformat 4.0 to 4.5, got ${got}${advice}`);
}

/** A cell in the shape of 4.5, but perhaps without an id. */
type ReadCell = JsonObject & { id?: string; source: string };

function readCell(value: Json, where: string): ReadCell {
  if (!isObject(value)) return fail(where, "must be an object");
  const cell = {
    ...value,
    metadata: without(objectIn(value, "metadata", where), "trusted"),
    source: textIn(value, "source", where),
  } as ReadCell;
  switch (value.cell_type) {
    case "code":
      if (!Array.isArray(value.outputs)) {
        return fail(where, "outputs must be an array");
      }
      cell.execution_count = countIn(value, where);
      cell.outputs = value.outputs.map((output, i) =>
        readOutput(output, `${where}, output ${i + 1}`) as unknown as Json
      );
      return cell;
    case "markdown":
    case "raw":
      if (value.attachments === undefined) return cell;
      cell.attachments = mapValues(
        objectIn(value, "attachments", where),
        (bundle, file) =>
          isObject(bundle)
            ? joinedBundle(bundle)
            : fail(where, `attachment ${file} must be an object`),
      );
      return cell;
    default:
      return fail(
        where,
        `cell_type must be "code", "markdown" or "raw", got ${
          JSON.stringify(value.cell_type)
        }`,
      );
  }
}

/** Checks the ids of cells, and gives one to each that has none. */
function giveIds(cells: ReadCell[], minor: number): void {
  const taken = new Map<string, number>();
  for (const [i, { id }] of cells.entries()) {
    if (id === undefined && minor < 5) continue;
    const where = `cell ${i + 1}`;
    const text = JSON.stringify(id);
    if (typeof id !== "string" || !/^[a-zA-Z0-9_-]{1,64}$/.test(id)) {
      const need = "id must be 1 to 64 of A-Z, a-z, 0-9, - and _";
      return fail(where, `${need}, got ${text}`);
    }
    const first = taken.get(id);
    if (first) return fail(where, `id ${text} is that of cell ${first} too`);
    taken.set(id, i + 1);
  }
  for (const [i, cell] of cells.entries()) {
    if (cell.id !== undefined) continue;
    const hash = createHash("sha256").update(cell.source).digest("hex")
      .slice(0, 8);
    cell.id = hash;
    for (let n = 2; taken.has(cell.id); n++) cell.id = `${hash}-${n}`;
    taken.set(cell.id, i + 1);
  }
}

function readOutput(value: Json, where: string): Output {
  if (!isObject(value)) return fail(where, "must be an object");
  switch (value.output_type) {
    case "stream":
      if (value.name !== "stdout" && value.name !== "stderr") {
        return fail(where, 'name must be "stdout" or "stderr"');
      }
      return { ...value, text: textIn(value, "text", where) } as Output;
    case "display_data":
    case "execute_result":
      return {
        ...value,
        ...(value.output_type === "execute_result"
          ? { execution_count: countIn(value, where) }
          : {}),
        data: joinedBundle(objectIn(value, "data", where)),
        metadata: objectIn(value, "metadata", where),
      } as Output;
    case "error":
      for (const field of ["ename", "evalue"]) {
        if (typeof value[field] === "string") continue;
        return fail(where, `${field} must be a string`);
      }
      return isLines(value.traceback)
        ? value as unknown as Output
        : fail(where, "traceback must be an array of strings");
    default:
      return fail(
        where,
        `unknown output_type ${JSON.stringify(value.output_type)}`,
      );
  }
}

function objectIn(parent: JsonObject, field: string, where: string) {
  const value = parent[field];
  return isObject(value) ? value : fail(where, `${field} must be an object`);
}

function textIn(parent: JsonObject, field: string, where: string): string {
  const value = parent[field];
  if (typeof value === "string") return value;
  return isLines(value)
    ? value.join("")
    : fail(where, `${field} must be a string or an array of strings`);
}

function countIn(parent: JsonObject, where: string): number | null {
  const count = parent.execution_count;
  return count === null || Number.isInteger(count) && Number(count) >= 0
    ? count as number | null
    : fail(where, "execution_count must be a whole number or null");
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

/** Whether a type holds JSON, where an array of strings is not the lines of a text. */
function isJson(type: string): boolean {
  return type === "application/json" ||
    type.startsWith("application/") && type.endsWith("+json");
}
