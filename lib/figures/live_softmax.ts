import { crossEntropy, softmax, type Vector } from "../kernels/mod.ts";
import { escapeMarkup } from "../svg/mod.ts";
import { showLive } from "./house/explorer.ts";
import type { Figure, Words } from "./house/figure.ts";
import {
  fixed,
  list,
  logitsText,
  probability,
  rounded,
} from "./house/format.ts";
import { hash } from "./house/ids.ts";
import { hasTarget, type LiveSettings, liveSheet } from "./house/live_sheet.ts";
import { type FigureOptions, nameClassesOf } from "./house/name_classes.ts";
import { liveStill } from "./live_still.ts";
import { logitsAndProbabilities } from "./logits_and_probabilities.ts";

/** Options of {@linkcode liveSoftmax}. */
export interface LiveSoftmaxOptions extends FigureOptions {
  /** The dials, by default all: "shift" is the constant c that is added to every score. */
  dials?: ("scores" | "temperature" | "shift")[];
  /**
   * The results, by default all but the entropy. With the loss or the gradient
   * the reader also chooses the right class.
   */
  shows?: ("stable" | "naive" | "gradient" | "loss" | "entropy")[];
  /** The index of the class that is right at first, by default 0. */
  target?: number;
  /** A title of your own. */
  title?: string;
  /** A subtitle of your own. */
  subtitle?: string;
}

/** With a score of the reader's own these are 12 positions, as many as a finger can hit on a phone. */
const SCORES = [-10, -5, -3, -2, -1, 0, 1, 2, 3, 5, 10];
const TEMPERATURES = [
  0,
  0.1,
  0.2,
  0.3,
  0.5,
  0.7,
  1,
  1.5,
  2,
  3,
  5,
  10,
  Infinity,
];
/** Around the logarithms of the largest float32 and float64, 88.72 and 709.78. */
const SHIFTS = [-1000, 0, 10, 50, 87, 89, 500, 708, 710];

const DIALS = ["scores", "temperature", "shift"] as const;
const SHOWS = ["stable", "naive", "gradient", "loss", "entropy"] as const;

/** Checks names that a notebook may misspell. */
function checkNames(
  what: string,
  given: readonly string[],
  known: readonly string[],
): void {
  const odd = Array.isArray(given)
    ? given.find((name) => !known.includes(name))
    : given;
  if (odd === undefined) return;
  throw new RangeError(
    `Cannot compute softmax in the page: need ${what} in an array out of ${
      list([...known])
    }, got ${odd}`,
  );
}

function dataOf(logits: Vector, options: LiveSoftmaxOptions) {
  const names = nameClassesOf(logits, options.classes);
  const scores = Array.from(logits);
  if (names.length < 2 || names.length > 10) {
    throw new RangeError(
      `Cannot compute softmax in the page: need 2 to 10 classes, got ${names.length}`,
    );
  }
  const odd = scores.find((z) => !Number.isFinite(z));
  if (odd !== undefined) {
    throw new RangeError(
      `Cannot compute softmax in the page: need finite logits, got ${odd}`,
    );
  }
  const { dials = [...DIALS], shows = SHOWS.slice(0, 4), target = 0 } = options;
  checkNames("dials", dials, DIALS);
  checkNames("results", shows, SHOWS);
  if (!COLUMNS.some(({ name }) => shows.includes(name))) {
    throw new RangeError(
      `Cannot compute softmax in the page: need a column, stable, naive or gradient, got ${
        list(shows) || "none"
      }`,
    );
  }
  if (!(target in names)) {
    throw new RangeError(
      `Cannot compute softmax in the page: need a target below ${names.length}, got ${target}`,
    );
  }
  return {
    names,
    scores,
    dials,
    shows,
    target,
    loss: crossEntropy(scores, target),
  };
}

type Data = ReturnType<typeof dataOf>;

function words(
  { names, scores, dials, shows, target, loss }: Data,
): Required<Words> {
  const sharesAt = (temperature: number) => {
    const p = softmax(scores, { temperature });
    return names.map((name, i) => `${name} ${probability(p[i], 3)}`).join(", ");
  };
  const top = Math.max(...scores);
  return {
    title: shows.includes("naive") && dials.includes("shift")
      ? "A constant added to every score changes nothing, until exp overflows"
      : "Turn the dials: this page computes softmax",
    subtitle:
      `Your browser’s style sheet computes every number, without a script${
        dials.includes("shift")
          ? "; z = (score + c) / T"
          : dials.includes("temperature")
          ? "; z = score / T"
          : ""
      }`,
    alt: [
      `Dials for the ${dials.join(", the ")}; a style sheet computes softmax.`,
      `At the start it shows ${logitsText(scores)}: ${sharesAt(1)}.`,
      ...(dials.includes("temperature")
        ? [`At T = 0.1: ${sharesAt(0.1)}. At T = 10: ${sharesAt(10)}.`]
        : []),
      ...(shows.includes("loss")
        ? [`The loss of ${names[target]} is ${fixed(loss, 3)} nats.`]
        : []),
      ...(shows.includes("naive")
        ? [
          `Naive softmax overflows in float32 at the latest when c is above ${
            fixed(88.72 - top, 2)
          }, in float64 above ${fixed(709.78 - top, 2)}.`,
        ]
        : []),
    ].join(" "),
  };
}

/** A row of buttons that looks like a slider. */
interface Dial {
  /** Its letter in the style sheet. */
  letter: string;
  /** The markup of its name, and the name of its group for a screen reader. */
  heading: string;
  group: string;
  values: number[];
  start: number;
}

function dialsOf({ names, scores, dials }: Data): Dial[] {
  return [
    ...(dials.includes("scores")
      ? scores.map((score, i) => ({
        letter: "abcdefghij"[i],
        heading: escapeMarkup(names[i]),
        group: `Score of ${names[i]}`,
        values: [...new Set([...SCORES, score])].sort((a, b) => a - b),
        start: score,
      }))
      : []),
    ...(dials.includes("shift")
      ? [{
        letter: "s",
        heading: "c <i>added to all</i>",
        group: "Constant c, added to every score",
        values: SHIFTS,
        start: 0,
      }]
      : []),
    ...(dials.includes("temperature")
      ? [{
        letter: "t",
        heading: "T <i>divides all</i>",
        group: "Temperature T",
        values: TEMPERATURES,
        start: 1,
      }]
      : []),
  ];
}

/** The columns of results: the class of their cells, and what they show of z. */
const COLUMNS = [
  { name: "stable", className: "", formula: "exp(z − max) / Σ" },
  { name: "naive", className: ' class="lab-n"', formula: "exp(z) / Σ" },
  { name: "gradient", className: ' class="lab-g"', formula: "p − y" },
] as const;

/** The heading of probabilities that are not compared. */
const ALONE = "<b>probability</b> <small>exp(z) / Σ</small>";

/** A figure that computes softmax from dials, without a script. */
export class LiveSoftmax {
  /** The finding, as a sentence. It also heads the figure. */
  readonly title: string;
  /** The figure in words, with its numbers at the start. */
  readonly alt: string;
  /** The figure that stands for it on paper and where styles are removed. */
  readonly still: Figure;
  readonly #data: Data;
  readonly #words: Required<Words>;
  readonly #dials: Dial[];
  readonly #settings: LiveSettings;
  /** A class that figures have in common only if they have the same sheet. */
  readonly #scope: string;

  /** Takes what liveSoftmax() has read. */
  constructor(data: Data, words: Required<Words>, still: Figure) {
    this.title = words.title;
    this.alt = words.alt;
    this.still = still;
    this.#data = data;
    this.#words = words;
    this.#dials = dialsOf(data);
    this.#settings = {
      names: data.names,
      logits: data.dials.includes("scores") ? [] : data.scores,
      dials: Object.fromEntries(
        this.#dials.map(({ letter, values }) => [letter, values]),
      ),
      shows: data.shows,
    };
    this.#scope = `lab-${hash(JSON.stringify(this.#settings))}`;
  }

  /** The figure as a fragment of HTML, without its style sheet. */
  html(group: string): string {
    const { names, shows, target } = this.#data;
    const button = (
      letter: string,
      index: number,
      checked: boolean,
      label = "",
    ) =>
      // The last attribute leaves the arrow keys to the button in JupyterLab.
      `<input type="radio" name="${group}${letter}" class="${letter}${index}"${label}${
        checked ? " checked" : ""
      } data-lm-suppress-shortcuts>`;
    const dials = this.#dials.map(
      ({ letter, heading, group, values, start }, row) =>
        `<div class="lab-dial${
          "ts".includes(letter) ? "" : ` r${row}`
        }"><b>${heading}</b><div role="radiogroup" aria-label="${
          escapeMarkup(group)
        }">${
          values.map((value, i) =>
            `<label>${rounded(value, 3)}${
              button(letter, i, value === start)
            }</label>`
          ).join("")
        }</div></div>`,
    );
    const columns = COLUMNS.filter(({ name }) => shows.includes(name));
    const isAsked = hasTarget(this.#data);
    const rows = names.map((name, i) =>
      `<div role="row" class="r${i}"><span role="rowheader">${
        isAsked
          ? `<label>${escapeMarkup(name)}${
            button(
              "y",
              i,
              i === target,
              ` aria-label="${escapeMarkup(name)} is right"`,
            )
          }</label>`
          : escapeMarkup(name)
      }</span>${
        columns.map(({ className }) => `<span role="cell"${className}></span>`)
          .join("")
      }</div>`
    );
    const heads = [isAsked ? "right class" : "class"]
      .concat(
        columns.map(({ name, formula }) =>
          name === "stable" && !shows.includes("naive")
            ? ALONE
            : `<b>${name}</b> <small>${formula}</small>`
        ),
      )
      .map((text) => `<span role="columnheader">${text}</span>`);
    const lines = Object.entries({ loss: "l", entropy: "h", naive: "v" })
      .filter(([name]) => shows.includes(name as "loss"))
      .map(([, letter]) => `<p class="lab-${letter}"></p>`);
    // Without its style sheet the whole figure is hidden.
    return `<div class="lab-figure lab-sm ${this.#scope}" hidden style="display:none;--cols:${columns.length}">` +
      `<strong>${escapeMarkup(this.title)}</strong><span>${
        escapeMarkup(this.#words.subtitle)
      }</span>${dials.join("")}<div role="table" aria-label="Softmax">` +
      `<div role="row">${heads.join("")}</div>${rows.join("")}</div>${
        lines.join("")
      }</div>`;
  }

  /** Shows the figure in a notebook. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return showLive(
      this,
      "lab-sm-still",
      liveSheet(this.#settings, this.#scope),
    );
  }
}

/**
 * Dials for each score, the temperature T, a constant c added to every score, and
 * the right class. The style sheet alone computes stable and naive softmax, the
 * loss and its gradient, in the browser's own type of number: 88.72 is the end of
 * exp in float32, 709.78 in float64.
 *
 * @param logits the scores at the start, shape [classes], 2 to 10 of them
 * @throws {TypeError | RangeError} when they are no vector of 2 to 10 finite numbers, or an option does not fit
 */
export function liveSoftmax(
  logits: Vector,
  options: LiveSoftmaxOptions = {},
): LiveSoftmax {
  const data = dataOf(logits, options);
  const { classes, title, subtitle } = options;
  const own = words(data);
  const c = SHIFTS.at(-1)!;
  const breaks = data.dials.includes("shift") &&
    Math.max(...data.scores) + c > Math.log(Number.MAX_VALUE);
  return new LiveSoftmax(
    data,
    { ...own, title: title ?? own.title, subtitle: subtitle ?? own.subtitle },
    breaks
      ? liveStill(data.scores, data.names, c)
      : logitsAndProbabilities(logits, { classes }),
  );
}
