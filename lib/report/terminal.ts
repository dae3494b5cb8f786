/**
 * Text that was written to a terminal, as the terminal would show it in the
 * end: carriage returns, backspaces and cursor movements applied, colours kept.
 *
 * @module
 */

import { AnsiUp } from "ansi_up";
import type { Root } from "hast";
import { visit } from "unist-util-visit";
import { readable, type Rgb, rgb, THEMES } from "./colours.ts";
import type { Styles } from "./draft.ts";
import { parse } from "./hast.ts";
import { clean } from "./sanitize.ts";

/** One place on the screen: a character, and the colours in force when it was written. */
interface Spot {
  character: string;
  colours: string;
}

/** ESC [ … letter, ESC ] … (BEL or ESC \\), any other escape of two characters, a control, or a run of text. */
const PIECES =
  // deno-lint-ignore no-control-regex
  /\x1b\[([0-9;:?]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^[\]]?|[\0-\x1a\x1c-\x1f\x7f]|[^\0-\x1f\x7f]+/g;

/**
 * Applies what moves the cursor, so that a progress bar shows its last state.
 *
 * @returns lines of text with no control left but the colours' (SGR) and links' (OSC 8)
 */
export function applyControls(text: string): string {
  // deno-lint-ignore no-control-regex
  if (!/[\0-\x08\x0b-\x1f\x7f]/.test(text)) return text;
  const lines: Spot[][] = [[]];
  let row = 0;
  let column = 0;
  let colours = "";
  const goTo = (line: number) => {
    row = Math.max(0, line);
    while (lines.length <= row) lines.push([]);
  };
  const write = (character: string) => {
    const line = lines[row];
    while (line.length < column) line.push({ character: " ", colours: "" });
    line[column++] = { character, colours };
  };
  for (const [piece, argument, letter] of text.matchAll(PIECES)) {
    const count = Number(argument) || 1;
    if (letter === "m") {
      colours = /^[0;]*$/.test(argument) ? "" : colours + piece;
    } else if (letter === "A") goTo(row - Math.min(count, row));
    else if (letter === "B") goTo(Math.min(row + count, lines.length - 1));
    else if (letter === "C") column += Math.min(count, 1000);
    else if (letter === "D") column = Math.max(0, column - count);
    else if (letter === "G") column = Math.min(count, 1000) - 1;
    else if (letter === "K") {
      if (argument === "1") {
        lines[row].fill({ character: " ", colours: "" }, 0, column + 1);
      } else if (argument === "2") lines[row] = [];
      else lines[row].length = Math.min(lines[row].length, column);
    } else if (letter === "J") {
      if (argument === "2" || argument === "3") lines.fill([]);
      lines.length = row + 1;
      lines[row].length = Math.min(lines[row].length, column);
    } else if (piece === "\n") {
      goTo(row + 1);
      column = 0;
    } else if (piece === "\r") column = 0;
    else if (piece === "\b") column = Math.max(0, column - 1);
    else if (piece === "\t") write("\t");
    // deno-lint-ignore no-control-regex
    else if (!/^[\0-\x1f\x7f]/.test(piece)) {
      for (const character of piece) write(character);
    }
  }
  return lines.map(writeLine).join("\n");
}

function writeLine(line: Spot[]): string {
  let text = "";
  let last = "";
  for (const { character, colours } of line) {
    if (colours !== last) text += "\x1b[0m" + colours;
    last = colours;
    text += character;
  }
  return last ? text + "\x1b[0m" : text;
}

/**
 * Terminal text as a tree. Colours become classes of the page, or for those
 * outside the 16 a style; each can be read on light paper and on dark.
 */
export function terminalText(text: string, styles: Styles): Root {
  const ansi = new AnsiUp();
  ansi.use_classes = true;
  // Less opaque text has less contrast.
  ansi.faintStyle = "font-style:italic";
  const tree = clean(parse(ansi.ansi_to_html(applyControls(text))), () => {});
  visit(tree, "element", ({ properties }) => {
    if (typeof properties.style !== "string") return;
    const style = readableStyle(properties.style);
    properties.className = [
      ...[properties.className ?? []].flat().map(String),
      styles.declare(style),
    ];
    delete properties.style;
  });
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
  const css = (colour: Rgb) => `rgb(${colour.join(",")})`;
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
