import type { MimeBundle, Notebook, Output } from "./notebook.ts";
import { mapValues, stringifyJson } from "./python_json.ts";

/**
 * The text of a notebook's file in nbformat 4.5: keys sorted, one space of
 * indentation, texts as arrays of lines, a newline at the end. Jupyter writes
 * the same, so saving a notebook that has not changed leaves its file as it is.
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
  return stringifyJson({ ...notebook, cells }) + "\n";
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

/** Whether nbformat stores the text of a type as lines. */
function isLined(type: string): boolean {
  return type.startsWith("text/") || type === "image/svg+xml" ||
    type === "application/javascript";
}

/** The lines of a text with their ends. A line ends wherever Python's splitlines() ends one. */
function splitLines(text: string): string[] {
  return text.match(
    // deno-lint-ignore no-control-regex
    /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/g,
  )!.filter((line) => line !== "");
}
