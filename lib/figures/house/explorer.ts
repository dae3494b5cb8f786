import { escapeMarkup, svgImage } from "../../svg/mod.ts";
import type { Figure, Words } from "./compose.ts";
import { hash } from "./ids.ts";
import { inlineStyle } from "./palette.ts";

/** The text below the still image. */
const TRUST =
  "On a screen this figure moves, in a report or a trusted notebook.";

/** The number of times that each explorer has been shown: a second copy needs groups of its own. */
const shown = new Map<string, number>();

/** The parts of an explorer. */
interface Parts extends Required<Words> {
  still: Figure;
  /** The class of the still figure, which the sheet hides. */
  stillClass: string;
  /** The style element, and the class and the variables of the figure. */
  sheet: string;
  className: string;
  variables: string;
  /** The markup below the subtitle, for groups of buttons whose names begin so. */
  body: (group: string) => string[];
}

/** A finished figure that its reader changes, by radio buttons and without a script. */
export class Explorer {
  /** The finding, as a sentence. It also heads the figure. */
  readonly title: string;
  /** The picture in words, with its numbers. */
  readonly alt: string;
  /** The figure that stands for it on paper, and in programs that remove styles. */
  readonly still: Figure;
  /** The figure as a fragment of HTML; the names of its groups of buttons begin with this. */
  readonly html: (group: string) => string;
  readonly #head: string;

  /** Takes its finished parts. */
  constructor(parts: Parts) {
    const { title, subtitle, alt, still, stillClass, sheet } = parts;
    this.title = title;
    this.alt = alt;
    this.still = still;
    this.html = (group) =>
      [
        // Without its style sheet the whole figure is hidden.
        `<div class="lab-figure ${parts.className}" hidden style="display:none;${parts.variables}">`,
        `<strong>${escapeMarkup(title)}</strong>`,
        `<span>${escapeMarkup(subtitle)}</span>`,
        ...parts.body(group),
        "</div>",
      ].join("");
    const image = svgImage(still.svg, still.alt)["text/html"];
    this.#head =
      `<div class="${stillClass}">${image}<p>${TRUST}</p></div>${inlineStyle}${sheet}`;
  }

  /** Shows the figure in a notebook. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const name = `lab-${hash(this.html(""))}`;
    const count = (shown.get(name) ?? 0) + 1;
    shown.set(name, count);
    const group = count === 1 ? name : `${name}-${count}`;
    return {
      "text/html": this.#head + this.html(group),
      "text/plain": this.alt,
    };
  }
}

/** A radio button; the last attribute leaves the arrow keys to it in JupyterLab. */
export function radio(attributes: string, isChecked: boolean): string {
  const checked = isChecked ? " checked" : "";
  return `<input type="radio" ${attributes}${checked} data-lm-suppress-shortcuts>`;
}
