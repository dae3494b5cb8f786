/**
 * Breaks a text into as few lines as its width allows, all about equal. SVG does
 * not wrap text, and the reader's font is not known, so lengths are estimated
 * for a wide one.
 *
 * @param text words separated by single spaces
 * @param width the width of a line, in ems
 */
export function wrap(text: string, width: number): string[] {
  let best = fill(text, width);
  for (let narrower = width; narrower > 0; narrower -= 0.5) {
    const lines = fill(text, narrower);
    if (lines.length > best.length) break;
    best = lines;
  }
  return best;
}

/** Spaces where a line may end: not in "[2, 1]", "p = 1", "− y", "ln 3", "class 1" or "2 nats". */
const BREAK =
  / (?![^[]*\])(?!(?:[=−→] |nats))(?<!(?:^| )(?:[=−→]|ln|log) )(?<!class (?=\d+(?!\.?\d)))/;

/** Puts as many words on each line as fit. */
function fill(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(BREAK)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && textWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** The width of a text in ems, as a wide sans-serif font sets it. */
export function textWidth(text: string): number {
  let sum = 0;
  for (const char of text) {
    const width = widths.get(char) ?? widthOf(char);
    widths.set(char, width);
    sum += width;
  }
  return sum;
}

/** The widths of the characters that have been measured. */
const widths = new Map<string, number>();

function widthOf(char: string): number {
  if (/[ijlI.,:;'|!ftr()/ \u00a0-]/.test(char)) return 0.37;
  if (/\p{Mn}|\p{Cf}/u.test(char)) return 0;
  // Letters of other scripts than Latin and Greek may be wide.
  if (char > "\u03ff" && /\p{L}|\p{So}|\p{Mc}/u.test(char)) return 1.2;
  return /[mwMW∞→×%=+−<>]/.test(char) ? 0.88 : 0.63;
}
