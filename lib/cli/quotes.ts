/**
 * Finds the numbers and words that cells quote with `quoted()`, but that the
 * text of their notebook does not say.
 *
 * @module
 */
import { failureText } from "../jupyter/mod.ts";
import { displayPath, type NotebookFile } from "./files.ts";

/** A call of quoted(), with what it quotes from the text. Bounds keep all searches linear. */
const CALL =
  /(?<![.\w$]|(?:^|\s)\/\/.{0,999})quoted\(\s{0,99}(?:(["'])(.{0,999}?)\1|([-\d._e]{1,99}))\s{0,99},/gm;

/** The import of this library's quoted(), by its own name. */
const IMPORT =
  /\bquoted\s{0,99}(?:,[^{}]{0,999})?\}\s*(?:from|=\s*await\s+import\()\s*["']@lab\/display["']/;

/** The quotes in a notebook's cells that its text nowhere says, as text for the user; "" if there are none. */
export function unsaidQuotes({ path, notebook: { cells } }: NotebookFile) {
  if (!cells.some(({ source }) => IMPORT.test(source))) return "";
  const prose = plain(
    cells.flatMap(({ cell_type, source }) =>
      cell_type === "markdown" ? [source] : []
    ).join("\n"),
  );
  return cells.flatMap(({ cell_type, source }, i) => {
    if (cell_type !== "code") return [];
    return source.matchAll(CALL).flatMap((call) => {
      const said = call[2] ?? call[3];
      if (says(prose, plain(said))) return [];
      const before = source.slice(0, call.index).split("\n");
      const position = {
        line: before.length,
        column: before.at(-1)!.length + 1,
      };
      const cell = { notebook: displayPath(path), cellNumber: i + 1, source };
      return [
        failureText(cell, [`The text nowhere says ${said}`], position),
      ];
    }).toArray();
  }).join("\n\n");
}

/** Numbers and words as quoted() takes them: 4e-18 for 4 \cdot 10^{-18} and 4 · 10⁻¹⁸. */
function plain(text: string): string {
  return text
    .replaceAll(/[⁻⁰¹²³⁴-⁹]+/g, "^$&").normalize("NFKC")
    .replaceAll("−", "-")
    .replaceAll(/\s{0,99}(?:\\cdot|\\times|[·×])\s*10\^?\{?(-?\d+)\}?/g, "e$1")
    .replaceAll(/(?<=\de)\+(?=\d)/g, "")
    .replaceAll(/(?<=\d)(?:\{,\}|\\,|[,_])(?=\d{3})/g, "")
    .replaceAll(
      /(?<=\d)(?:\s|~|\\[,;: ]|&(?:nbsp|thinsp|#160);){0,99}\\?%/g,
      "%",
    );
}

/** Whether a text has these words, or this number by itself and with its sign. */
function says(text: string, words: string): boolean {
  // One expression for all of it takes twenty times as long.
  const places = text.matchAll(new RegExp(`(?=${RegExp.escape(words)})`, "gu"));
  return places.some(({ index }) => {
    const end = index + words.length;
    return !BEGUN.test(text.slice(Math.max(0, index - 3), index)) &&
      !GOES_ON.test(text.slice(end, end + 3));
  });
}

/** The beginning of a word or a number, or its sign. */
const BEGUN = /[\p{L}\p{N}.]_?$|(?<![\p{L}\p{N})\]}])-$/u;

/** The rest of a word or a number. */
const GOES_ON = /^(?:_?[\p{L}\p{N}]|\.\d|%)/u;
