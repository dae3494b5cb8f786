import { createHash } from "node:crypto";
import type { Cell, Json, MimeBundle, Notebook, Output } from "./notebook.ts";
import { convertOld } from "./convert_old.ts";
import {
  isObject,
  type JsonObject,
  mapValues,
  parseJson,
  without,
} from "./python_json.ts";

/** The text is not a notebook of nbformat 2 to 4. The message says where and why. */
export class NotebookFormatError extends Error {
  /** The class's name. */
  override name = "NotebookFormatError";
}

/**
 * Reads a notebook of nbformat 4, or of nbformat 2 or 3, which it converts.
 * Before 4.5 cells have no ids: they get ids made from their sources, the same
 * at every read. So does a cell whose id is wrong or an earlier cell's.
 *
 * @param text the file's text
 * @param name the notebook's name in errors, usually its file name
 * @throws {NotebookFormatError} when the text is not such a notebook
 */
export function parseNotebook(text: string, name = "notebook"): Notebook {
  try {
    return readNotebook(versionOf4(parse(text)));
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

/** @param where the part of the notebook, such as "cell 2, output 1"; "" for the notebook itself */
function fail(where: string, problem: string): never {
  throw new NotebookFormatError(where ? `${where}: ${problem}` : problem);
}

/** The notebook as nbformat 4 has it. */
function versionOf4(value: Json): JsonObject {
  if (!isObject(value)) return fail("", "not a notebook: no JSON object");
  switch (value.nbformat) {
    case undefined:
      return fail("", "not a notebook: no nbformat");
    case 2:
    case 3:
      return convertOld(value);
    case 4:
      return value;
    default: {
      const got = JSON.stringify(value.nbformat);
      return fail("", `need nbformat 2 to 4, got nbformat ${got}`);
    }
  }
}

function readNotebook(value: JsonObject): Notebook {
  const metadata = metadataIn(value, "");
  if (!Array.isArray(value.cells)) return fail("", "needs an array of cells");
  const cells = value.cells.map((cell, i) => readCell(cell, `cell ${i + 1}`));
  giveIds(cells);
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
    nbformat_minor: Math.max(5, Number(value.nbformat_minor) || 0),
  };
}

/** A cell in the shape of 4.5, but perhaps without an id. */
type ReadCell = JsonObject & { source: string };

function readCell(value: Json, where: string): ReadCell {
  if (!isObject(value)) return fail(where, "must be an object");
  const cell = {
    ...value,
    metadata: without(metadataIn(value, where), "trusted"),
    source: textIn(value, "source", where),
  } as ReadCell;
  switch (value.cell_type) {
    case "code": {
      const { outputs = [] } = value;
      if (!Array.isArray(outputs)) {
        return fail(where, "outputs must be an array");
      }
      cell.execution_count = countIn(value, where);
      cell.outputs = outputs.map((output, i) =>
        readOutput(output, `${where}, output ${i + 1}`) as unknown as Json
      );
      return cell;
    }
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

/** Gives an id to each cell that has none, a wrong one, or that of an earlier cell. */
function giveIds(cells: ReadCell[]): void {
  const taken = new Set<string>();
  const without = cells.filter((cell) => {
    const { id } = cell;
    const isGood = typeof id === "string" && /^[a-zA-Z0-9_-]{1,64}$/.test(id) &&
      !taken.has(id);
    if (isGood) taken.add(id);
    return !isGood;
  });
  for (const cell of without) {
    const hash = createHash("sha256").update(cell.source).digest("hex")
      .slice(0, 8);
    let id = hash;
    for (let n = 2; taken.has(id); n++) id = `${hash}-${n}`;
    taken.add(id);
    cell.id = id;
  }
}

function readOutput(value: Json, where: string): Output {
  if (!isObject(value)) return fail(where, "must be an object");
  switch (value.output_type) {
    case "stream":
      if (typeof value.name !== "string") {
        return fail(where, "name must be a string");
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
        metadata: metadataIn(value, where),
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

/** The metadata, which some programs leave out where they are empty. */
function metadataIn(parent: JsonObject, where: string): JsonObject {
  return parent.metadata === undefined
    ? {}
    : objectIn(parent, "metadata", where);
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
  const { execution_count: count = null } = parent;
  return count === null || Number.isInteger(count) && Number(count) >= 0
    ? count as number | null
    : fail(where, "execution_count must be a whole number or null");
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
