/**
 * TeX as MathML.
 *
 * @module
 */

import type { Element, ElementContent } from "hast";
import temml from "temml";
import type { Formula } from "./formulas.ts";
import { el, parse } from "./hast.ts";
import { limitTex } from "./limit_tex.ts";
import { mendMath } from "./mend_mathml.ts";
import type { CellContext } from "./page_context.ts";
import { plainText } from "./plain_text.ts";
import { type Macros, translate } from "./tex_dialect.ts";

limitTex();

/** A longer formula is refused: its MathML would take 20 times as much. */
const LONGEST = 10_000;

/** A formula. Where that cannot be read, its unknown commands, or all of its TeX, are red, as in JupyterLab. */
export function typeset(
  { source, tex, display }: Formula,
  context: CellContext,
): ElementContent[] {
  let { macros } = context;
  for (let attempts = 0;; attempts++) {
    try {
      return renderTex(tex, display, macros);
    } catch (error) {
      const reason = (error as Error).message.replaceAll(/\s+/g, " ").trim();
      if (attempts === 0) {
        context.spoilt(
          `cannot read the formula ${
            tex.length > 200 ? tex.slice(0, 200) + "…" : tex
          }: ${reason}`,
        );
      }
      const [, unknown] =
        /^Unsupported function name: \\([a-zA-Z]+) /.exec(reason) ?? [];
      if (unknown === undefined || attempts === 9) {
        return [el("code", { className: ["unread"] }, source)];
      }
      const shown = `\\textcolor{red}{\\text{\\textbackslash ${unknown}}}`;
      macros = { ...macros, [`\\${unknown}`]: shown };
    }
  }
}

function refuseLonger(tex: string, most: number): void {
  if (tex.length <= most) return;
  throw new RangeError(`need at most ${most} characters, got ${tex.length}`);
}

const DEFINES = /\\(providecommand|[gex]?def|let)(?![a-z])/i;

/**
 * TeX as MathML: an element, or nothing where the TeX only defines.
 *
 * @param macros the definitions so far, which hold for the whole page, as in
 * JupyterLab; those of this formula are added
 * @throws {Error} when temml cannot read the TeX
 */
function renderTex(
  tex: string,
  display: boolean,
  macros: Macros,
): ElementContent[] {
  refuseLonger(tex, LONGEST);
  const source = translate(tex, macros);
  refuseLonger(source, 2 * LONGEST); // The columns of an array may be repeated.
  if (!source.trim()) return [];
  const defined: Macros = DEFINES.test(source)
    ? temml.definePreamble(source)
    : {};
  // A later definition replaces an earlier one.
  for (const name in defined) delete macros[name];
  const mathml = temml.renderToString(source, {
    displayMode: display,
    throwOnError: true,
    wrap: "tex",
    macros,
  });
  delete macros["\\df@tag"];
  Object.assign(macros, defined);
  const math = parse(mathml, true).children[0] as Element;
  mendMath(math);
  return DEFINES.test(source) && !plainText(math) ? [] : [math];
}
