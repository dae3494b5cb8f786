/**
 * Breaks a text into lines that fit a width. SVG text does not wrap itself,
 * and the reader's font is not known, so the estimate is that of a wide one.
 *
 * @param text the text, words separated by spaces
 * @param width the width of a line, in ems
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
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
    if (/[ijlI.,:;'|!]/.test(char)) width += 0.33;
    else if (/[ ftr()/-]/.test(char)) width += 0.4;
    else if (/[mwMW∞→×%]/.test(char)) width += 0.92;
    else if (/[A-Z]/.test(char)) width += 0.7;
    else width += 0.62;
  }
  return width;
}
