import { escapeMarkup } from "../../svg/mod.ts";
import type { Figure, Words } from "./compose.ts";
import { Explorer, radio } from "./explorer.ts";
import { classColor, COLUMN } from "./palette.ts";

/** Bars, each with its length, from 0 to 1, and its number. */
interface Group {
  heading?: string;
  bars: { share: number; number: string }[];
  says?: string;
}

/** The parts of a slider. */
interface Parts extends Required<Words> {
  /** The quantity that the slider sets: the name of the group of buttons. */
  slider: string;
  /** The text below each button, "" for none. */
  scale: string[];
  /** The name of each bar of a group. */
  names: string[];
  /** The class whose colour each bar has. */
  classes: number[];
  /** For each button its name, which heads the picture, and groups of bars: side by side where there is room. */
  states: { name: string; groups: Group[] }[];
  /** The index of the state that shows at first. */
  start: number;
  /** The figure for programs that remove styles. */
  still: Figure;
}

/**
 * An explorer with a row of radio buttons that looks like a slider, and one picture
 * per button, of which that of the chosen button shows.
 */
export function slider(parts: Parts): Explorer {
  const { names, classes, scale, states, start } = parts;
  const colors = classes
    .map((index, i) => `--k${letter(i)}:${classColor(index)}`).join(";");
  const line = (text?: string) => text ? `<em>${escapeMarkup(text)}</em>` : "";
  const group = ({ heading, bars, says }: Group) => {
    const shares = bars.map(({ share }, i) => {
      const length = String(Number(share.toFixed(3))).replace(/^0\./, ".");
      return `--${letter(i)}:${length}`;
    });
    const rows = bars.map(({ number }, i) =>
      `${escapeMarkup(names[i])}<i>${escapeMarkup(number)}</i>`
    );
    return `<span style="${shares.join(";")}">${line(heading)}${rows.join("")}${
      line(says)
    }</span>`;
  };
  return new Explorer({
    ...parts,
    stillClass: "lab-still",
    sheet: sheetFor(names.length),
    className: "lab-ex",
    variables: `--n:${states.length};${colors}`,
    body: (radios) => [
      `<div role="radiogroup" aria-label="${escapeMarkup(parts.slider)}">`,
      ...states.map(({ name, groups }, index) => {
        const text = escapeMarkup(name);
        const button = `name="${radios}" aria-label="${text}"`;
        const picture = groups.map(group).join("");
        return `${
          radio(button, index === start)
        }<p><b>${text}</b>${picture}</p>`;
      }),
      `</div><div class="lab-scale" aria-hidden="true">`,
      ...scale.map((text) => `<span>${escapeMarkup(text)}</span>`),
      "</div>",
    ],
  });
}

/** The name of the variable for a bar's share: short, as it is written often. */
function letter(bar: number): string {
  return (10 + bar).toString(36);
}

/**
 * The style element of sliders with this many bars in a group. The sliders of a
 * page share it, so all else that differs is in variables of their own.
 */
function sheetFor(bars: number): string {
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
