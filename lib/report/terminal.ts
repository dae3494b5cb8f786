/**
 * Text that was written to a terminal, as the terminal would show it in the
 * end: carriage returns, backspaces and cursor movements applied, colours kept.
 *
 * @module
 */

import { AnsiUp } from "ansi_up";
import type { Root } from "hast";
import { readable, type Rgb, rgb, THEMES } from "./colors.ts";
import { addClass, elementsIn, parse } from "./hast.ts";
import type { NotebookStyles } from "./notebook_styles.ts";
import { clean } from "./sanitize.ts";

/** A character on the screen, and the codes of the colours and styles (SGR) that it was written in. */
interface Spot {
  character: string;
  codes: string;
}

const BLANK: Spot = { character: " ", codes: "" };

/** The cursor moves to this column at most, so that a short escape cannot make a long line. */
const LAST_COLUMN = 1000;

/** The cursor moves below the last line at most to this row. */
const LAST_ROW = 1000;

/** ESC [ ... letter, ESC ] ... (BEL or ESC \\), ESC ( letter and the like, any other escape, a control character, or a run of text. */
const PIECES =
  // deno-lint-ignore no-control-regex
  /\x1b\[([0-9;:?]{0,99})[ -/]?([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]{1,9}[0-~]?|\x1b[^[\]]?|[\0-\x1a\x1c-\x1f\x7f]|[^\0-\x1f\x7f]+/g;

/**
 * Applies the characters and escapes that move the cursor, so that a progress
 * bar shows its last state.
 *
 * @returns text in which the only escapes are those of colours and styles
 */
export function applyControls(text: string): string {
  // deno-lint-ignore no-control-regex
  if (!/[\0-\x08\x0b-\x1f\x7f]/.test(text)) return text;
  const lines: Spot[][] = [[]];
  let row = 0;
  let column = 0;
  let codes = "";
  // Escapes of a few bytes may fill, move over or clear this many characters. Later ones do no more of it.
  let budget = 100_000 + 10 * text.length;
  const affords = (cost: number) => (budget -= cost) >= 0;
  const write = (character: string) => {
    const line = lines[row];
    if (column > line.length && !affords(column - line.length)) {
      column = line.length;
    }
    while (line.length < column) line.push(BLANK);
    line[column++] = { character, codes };
  };
  const eraseRest = () => lines[row].splice(column);
  for (const [piece, argument, letter] of text.matchAll(PIECES)) {
    const count = Number(argument) || 1;
    if (letter === "m") codes = inForce(codes, argument);
    else if (letter === "A") row = Math.max(0, row - count);
    else if (letter === "B") row = Math.min(row + count, lines.length - 1);
    else if (letter === "C") {
      column = Math.max(column, Math.min(column + count, LAST_COLUMN));
    } else if (letter === "D") column = Math.max(0, column - count);
    else if (letter === "G") column = Math.min(count, LAST_COLUMN) - 1;
    else if (letter === "H" || letter === "f") {
      const [down, across] = argument.split(";").map((n) => Number(n) || 1);
      row = Math.min(down, Math.max(LAST_ROW, lines.length)) - 1;
      column = Math.min(across ?? 1, LAST_COLUMN) - 1;
      if (!affords(row)) row = lines.length - 1;
      while (lines.length <= row) lines.push([]);
    } else if (letter === "K") {
      if (argument === "1") {
        if (affords(column)) lines[row].fill(BLANK, 0, column + 1);
      } else if (argument === "2") lines[row] = [];
      else eraseRest();
    } else if (letter === "J") {
      if (/[23]/.test(argument) && affords(lines.length)) {
        lines.forEach((_, i) => lines[i] = []);
      }
      lines.length = row + 1;
      eraseRest();
    } else if (piece === "\n") {
      row++;
      if (row === lines.length) lines.push([]);
      column = 0;
    } else if (piece === "\r") column = 0;
    else if (piece === "\b") column = Math.max(0, column - 1);
    // deno-lint-ignore no-control-regex
    else if (piece === "\t" || !/^[\0-\x1f\x7f]/.test(piece)) {
      for (const character of piece) write(character);
    }
  }
  return lines.map(writeLine).join("\n");
}

/** One colour or style of an SGR escape. */
const CODE = /[34]8;(?:5;\d+|2;\d+;\d+;\d+)|\d+/g;

/** The codes in force after an SGR escape. Of several that set the same property, only the last one stays. */
function inForce(before: string, escape: string): string {
  const codes = new Map<string, string>();
  const all = `${before};${escape.replaceAll(":", ";") || "0"}`;
  for (const [code] of all.matchAll(CODE)) {
    const number = parseInt(code);
    const kind = number < 30
      ? `effect ${number % 20}`
      : /^(3|9)/.test(code)
      ? "ink"
      : "ground";
    if (number === 0) codes.clear();
    else if (number === 22) codes.delete("effect 1");
    codes.delete(kind);
    const ends = number === 0 || number === 39 || number === 49 ||
      number > 20 && number < 30;
    if (!ends) codes.set(kind, code);
  }
  return [...codes.values()].join(";");
}

function writeLine(line: Spot[]): string {
  let text = "";
  let last = "";
  for (const { character, codes } of line) {
    if (codes !== last) text += `\x1b[0${codes && `;${codes}`}m`;
    last = codes;
    text += character;
  }
  return last ? text + "\x1b[0m" : text;
}

/**
 * Text with colours as a tree. The 16 colours of terminals become classes of
 * the page, others a style. Each can be read on light paper and on dark.
 *
 * @param text as {@linkcode applyControls} gives it
 */
export function terminalText(text: string, styles: NotebookStyles): Root {
  const ansi = new AnsiUp();
  ansi.use_classes = true;
  // AnsiUp would make faint text less opaque: too little contrast.
  ansi.faintStyle = "font-style:italic";
  // AnsiUp reads each escape in a time that grows with the text after it.
  // deno-lint-ignore no-control-regex
  const html = text.split(/(?=\x1b)/).map((part) => ansi.ansi_to_html(part));
  const tree = clean(parse(html.join("")), () => {});
  for (const node of elementsIn(tree)) {
    const { style } = node.properties;
    if (typeof style !== "string") continue;
    addClass(node, styles.declare(readableStyle(style)));
    delete node.properties.style;
  }
  return tree;
}

function readableStyle(style: string): string {
  const read = (property: string): Rgb | undefined => {
    const match = style.match(
      new RegExp(`(?<![-\\w])${property}:rgb\\((\\d+),(\\d+),(\\d+)\\)`),
    );
    return match?.slice(1).map(Number) as unknown as Rgb | undefined;
  };
  const ink = read("color");
  const ground = read("background-color");
  const rest = style.split(";").filter((part) => !part.includes("color:"));
  const css = (color: Rgb) => `rgb(${color.join(",")})`;
  if (ground) {
    rest.push(`background-color:${css(ground)}`);
    rest.push(`color:${css(readable(ink ?? ground, ground))}`);
  } else if (ink) {
    const [light, dark] = [THEMES.light, THEMES.dark].map((theme) =>
      css(readable(ink, rgb(theme.ground)))
    );
    rest.push(`color:light-dark(${light},${dark})`);
  }
  return rest.join(";");
}
