import type { Json } from "./notebook.ts";
import { isObject, type JsonObject } from "./python_json.ts";

/** The MIME types that nbformat 2 and 3 call by other names. */
const TYPES: Record<string, string> = {
  text: "text/plain",
  html: "text/html",
  svg: "image/svg+xml",
  png: "image/png",
  jpeg: "image/jpeg",
  latex: "text/latex",
  json: "application/json",
  javascript: "application/javascript",
};

/**
 * A notebook of nbformat 2 or 3 as one of nbformat 4, as Jupyter converts it:
 * https://github.com/jupyter/nbformat/blob/main/nbformat/v4/convert.py
 *
 * The language, which each cell of code names there, becomes the notebook's.
 */
export function convertOld(old: JsonObject): JsonObject {
  const cells = listOf(old.worksheets).filter(isObject)
    .flatMap(({ cells }) => listOf(cells));
  const named = cells.filter(isObject).find(({ language }) => language);
  const { name: _, ...metadata } = isObject(old.metadata) ? old.metadata : {};
  return {
    cells: cells.map((cell) => isObject(cell) ? convertCell(cell) : cell),
    metadata: named
      ? { language_info: { name: named.language }, ...metadata }
      : metadata,
    nbformat: 4,
    nbformat_minor: 0,
  };
}

function convertCell(cell: JsonObject): JsonObject {
  const { source = "", collapsed } = cell;
  const metadata: Json = {
    ...(isObject(cell.metadata) ? cell.metadata : {}),
    ...(collapsed === undefined ? {} : { collapsed }),
  };
  switch (cell.cell_type) {
    case "code":
      return {
        cell_type: "code",
        metadata,
        source: cell.input ?? "",
        execution_count: cell.prompt_number ?? null,
        outputs: listOf(cell.outputs).map((output) =>
          isObject(output) ? convertOutput(output) : output
        ),
      };
    case "heading": {
      const hashes = "#".repeat(Number(cell.level ?? 1));
      const text = [source].flat().join("").replaceAll(/\s+/g, " ");
      return { cell_type: "markdown", metadata, source: `${hashes} ${text}` };
    }
    case "html":
      return { cell_type: "markdown", metadata, source };
    default:
      return { ...cell, metadata };
  }
}

function convertOutput({ output_type, ...rest }: JsonObject): JsonObject {
  switch (output_type) {
    case "stream": {
      const { stream: name = "stdout", ...others } = rest;
      return { output_type, name, ...others };
    }
    case "pyerr":
      return { output_type: "error", ...rest };
    case "pyout":
    case "display_data": {
      const { prompt_number = null, metadata = {}, ...old } = rest;
      const data: JsonObject = {};
      for (const [name, value] of Object.entries(old)) {
        data[TYPES[name] ?? name] = name === "json" ? jsonOf(value) : value;
      }
      return output_type === "pyout"
        ? {
          output_type: "execute_result",
          execution_count: prompt_number,
          data,
          metadata,
        }
        : { output_type, data, metadata };
    }
    default:
      return { output_type, ...rest };
  }
}

/** JSON, which was stored as a text. */
function jsonOf(value: Json): Json {
  try {
    return JSON.parse([value].flat().join(""));
  } catch {
    return value;
  }
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
