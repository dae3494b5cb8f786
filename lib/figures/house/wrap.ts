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
  let width = 0;
  for (const char of text) {
    if (/[ijlI.,:;'|!ftr()/ \u00a0-]/.test(char)) width += 0.37;
    else if (/\p{Mn}|\p{Cf}/u.test(char)) continue;
    // Letters of other scripts than Latin and Greek may be wide.
    else if (
      char > "\u03ff" && /\p{L}|\p{So}|\p{Mc}/u.test(char)
    ) {
      width += 1.2;
    } else if (/[mwMW∞→×%=+−<>]/.test(char)) width += 0.88;
    else width += 0.63;
  }
  return width;
}
