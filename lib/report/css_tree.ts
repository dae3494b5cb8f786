/**
 * Reads and writes the CSS that comes with a notebook.
 *
 * @module
 */

// @ts-types="@types/css-tree"
import * as csstree from "css-tree";

/** A longer sheet is refused. Above 2^24 characters css-tree's offsets would overflow. */
const LONGEST = 1_000_000;

/** The parser's tokens, which css-tree keeps from one parse to the next and then takes for the next one's. */
let kept: { offsetAndType: null };

const parser = csstree.fork({
  parseContext: {
    state(this: typeof kept) {
      kept = this;
      return { type: "Raw", value: "" };
    },
  },
} as never);
parser.parse("", { context: "state" });

/**
 * Parses a sheet, or a part of one.
 *
 * @throws {RangeError} when it is too long
 */
export function parseCss(css: string, context = "stylesheet"): csstree.CssNode {
  if (css.length > LONGEST) {
    throw new RangeError(
      `Cannot read a style sheet: need at most ${LONGEST} characters, got ${css.length}`,
    );
  }
  kept.offsetAndType = null;
  return parser.parse(css, { parseCustomProperty: true, context });
}

/** Text that can stand in a style element: no tag can begin in it. */
export function writeCss(ast: csstree.CssNode): string {
  return csstree.generate(ast).replaceAll(/<(?=[a-z/!?])/gi, "\\3c ");
}
