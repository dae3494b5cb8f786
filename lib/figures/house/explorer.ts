/**
 * Figures that a reader changes, without a script: a row of radio buttons that
 * looks like a slider, with one picture per button; the chosen one shows.
 *
 * @module
 */

import { escapeMarkup, svgImage } from "../../svg/mod.ts";
import type { Figure, Words } from "./figure.ts";
import { hash } from "./ids.ts";
import { classColor, COLUMN, inlineStyle } from "./palette.ts";

/** One position of the slider. */
interface State {
  /** The heading, and the name of the button for a screen reader: "T = 0.5". */
  name: string;
  /** Groups of bars with a line above or below each: side by side where there is room. */
  groups: Group[];
}

/** Bars, each with its length, from 0 to 1, and its number. */
interface Group {
  heading?: string;
  bars: { share: number; number: string }[];
  says?: string;
}

/** The parts of an explorer. */
interface Parts extends Required<Words> {
  /** The quantity that the slider sets: the name of the group. */
  slider: string;
  /** The text below each button, "" for none. */
  scale: string[];
  /** The name of each bar of a group. */
  names: string[];
  /** The class whose colour each bar has; the bar's own number when not given. */
  classes?: number[];
  states: State[];
  /** The index of the state that shows at first. */
  start: number;
  /** The figure for programs that remove styles. */
  still: Figure;
}

/** The text below the still image. */
const TRUST =
  "On a screen this figure moves: run its cell, trust the notebook or export a report.";

/** The number of times that each explorer has been shown: a second copy needs a group of its own. */
const shown = new Map<string, number>();

/** A finished figure that its reader changes. */
export class Explorer {
  /** The finding, as a sentence. It also heads the figure. */
  readonly title: string;
  /** The picture in words, with its numbers. */
  readonly alt: string;
  /** The figure that stands for it in a notebook that is not trusted. */
  readonly still: Figure;
  readonly #parts: Parts;

  /** Takes its parts as they are; html() draws them. */
  constructor(parts: Parts) {
    this.title = parts.title;
    this.alt = parts.alt;
    this.still = parts.still;
    this.#parts = parts;
  }

  /** The figure as a fragment of HTML, its buttons in the group of this name. */
  html(radios: string): string {
    const { title, subtitle, slider, scale, names, states, start } =
      this.#parts;
    const { classes = [...names.keys()] } = this.#parts;
    const line = (text?: string) =>
      text ? `<em>${escapeMarkup(text)}</em>` : "";
    const group = ({ heading, bars, says }: Group) => {
      const shares = bars.map(({ share }, i) =>
        `--${letter(i)}:${
          String(Number(share.toFixed(3))).replace(/^0\./, ".")
        }`
      );
      const rows = bars.map(({ number }, i) =>
        `${escapeMarkup(names[i])}<i>${escapeMarkup(number)}</i>`
      );
      return `<span style="${shares.join(";")}">${line(heading)}${
        rows.join("")
      }${line(says)}</span>`;
    };
    const state = ({ name, groups }: State, index: number) =>
      // The last attribute leaves the arrow keys to the button in JupyterLab.
      `<input type="radio" name="${radios}" aria-label="${escapeMarkup(name)}"${
        index === start ? " checked" : ""
      } data-lm-suppress-shortcuts><p><b>${escapeMarkup(name)}</b>${
        groups.map(group).join("")
      }</p>`;
    // Without its style sheet the whole figure is hidden.
    return `<div class="lab-figure lab-ex" hidden style="display:none;--n:${states.length};${
      classes.map((index, i) => `--k${letter(i)}:${classColor(index)}`).join(
        ";",
      )
    }">` +
      `<strong>${escapeMarkup(title)}</strong><span>${
        escapeMarkup(subtitle)
      }</span>` +
      `<div role="radiogroup" aria-label="${escapeMarkup(slider)}">${
        states.map(state).join("")
      }</div>` +
      `<div class="lab-scale" aria-hidden="true">${
        scale.map((text) => `<span>${escapeMarkup(text)}</span>`).join("")
      }</div></div>`;
  }

  /** Shows the figure in a notebook. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return showLive(this, "lab-still", sheet(this.#parts.names.length));
  }
}

/** The bundle of a figure that its reader changes: its still image, which the sheet hides, its sheet and itself. */
export function showLive(
  figure: { alt: string; still: Figure; html(group: string): string },
  stillClass: string,
  sheet: string,
): Record<string, string> {
  const name = `lab-${hash(figure.html(""))}`;
  const count = (shown.get(name) ?? 0) + 1;
  shown.set(name, count);
  const image = svgImage(figure.still.svg, figure.still.alt)["text/html"];
  return {
    "text/html":
      `<div class="${stillClass}">${image}<p>${TRUST}</p></div>${inlineStyle}${sheet}${
        figure.html(count === 1 ? name : `${name}-${count}`)
      }`,
    "text/plain": figure.alt,
  };
}

/** The name of the variable for a bar's share: short, as it is written often. */
function letter(bar: number): string {
  return (10 + bar).toString(36);
}

/**
 * The style element of explorers with this many bars in a group. The explorers of
 * a page share it, so all else that differs is in variables of their own.
 */
function sheet(bars: number): string {
  const muted = "linear-gradient(var(--muted),var(--muted))";
  const fill = (color: string, length: string) =>
    `linear-gradient(${color},${color}) 0/${length} 76% no-repeat`;
  const track = "100% - 4em";
  return [
    `<style>.lab-still{display:none!important}`,
    `.lab-ex{display:block!important;max-width:${COLUMN}px;box-sizing:border-box;padding:14px;font:15px/1.35 system-ui,sans-serif;print-color-adjust:exact}`,
    ".lab-ex strong{display:block;font-size:18px;line-height:23px;text-wrap:balance}",
    ".lab-ex>span,.lab-ex em,.lab-scale{color:var(--muted)}",
    ".lab-ex>span{display:block;text-wrap:balance}.lab-ex em{font-style:normal;padding-top:4px}",
    `.lab-ex>[role]{display:grid;grid-template-columns:repeat(var(--n),minmax(0,1fr));background:${muted} 0 calc(100% - 21.5px)/100% 3px no-repeat}`,
    // All pictures lie in one cell, so the height never changes.
    ".lab-ex p{grid-area:1/1/2/-1;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(14em,100%),1fr));gap:2px 24px;margin:10px 0 0;visibility:hidden}",
    ".lab-ex p span{display:grid;grid-template-columns:fit-content(45%) 1fr;gap:2px 8px;align-content:start}.lab-ex p span:only-of-type{grid-column:1/-1}",
    ".lab-ex :checked+p{visibility:visible}",
    ".lab-ex :is(b,em){grid-column:1/-1}",
    `.lab-ex i{font-style:normal;font-variant-numeric:tabular-nums;text-align:right;background:${
      fill("var(--C)", `calc(var(--P)*(${track}))`)
    },${
      fill("color-mix(in srgb,var(--grid) 45%,transparent)", `calc(${track})`)
    }}`,
    ...Array.from(
      { length: bars },
      (_, i) =>
        `.lab-ex i:nth-of-type(${i + 1}){--P:var(--${letter(i)});--C:var(--k${
          letter(i)
        })}`,
    ),
    `.lab-ex input{grid-row:2;appearance:none;width:100%;height:38px;margin:4px 0;border:0;cursor:pointer;background:${muted} 50%/1px 9px no-repeat}`,
    ".lab-ex :checked{background:radial-gradient(circle closest-side,var(--ink) 94%,#0000) 50%/min(100%,18px) 100% no-repeat}",
    ".lab-ex :focus-visible{outline:2px solid var(--ink);outline-offset:0}",
    `.lab-scale{display:grid;grid-template-columns:repeat(var(--n),minmax(0,1fr));white-space:nowrap;text-align:center}`,
    ".lab-scale span{justify-self:center}.lab-scale :first-child{justify-self:start}.lab-scale :last-child{justify-self:end}",
    "</style>",
  ].join("");
}
