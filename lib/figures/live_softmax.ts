import {
  crossEntropy,
  softmax,
  softmaxNaive,
  type Vector,
} from "../kernels/mod.ts";
import { escapeMarkup } from "../svg/mod.ts";
import { barDomain, barPanels } from "./house/bars.ts";
import { compose, type Figure, type Words } from "./house/compose.ts";
import { Explorer, radio } from "./house/explorer.ts";
import {
  fixed,
  list,
  logitsText,
  logitText,
  probability,
} from "./house/format.ts";
import { hash } from "./house/ids.ts";
import { hasTarget, type LiveSettings, liveSheet } from "./house/live_sheet.ts";
import { type FigureOptions, namesFor, ownWords } from "./house/options.ts";
import { checkFinite, wrongValue } from "./house/refusals.ts";
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
}

/** With a score of the reader's own these are 12 positions, as many as a finger can hit on a phone. */
const SCORES = [-10, -5, -3, -2, -1, 0, 1, 2, 3, 5, 10];

/** The positions of the dial for T. */
const DEGREES = [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, Infinity];

/** Some are around the logarithms of the largest float32 and float64, 88.72 and 709.78. */
const SHIFTS = [-1000, 0, 10, 50, 87, 89, 500, 708, 710];

const DIALS = ["scores", "temperature", "shift"] as const;
const SHOWS = ["stable", "naive", "gradient", "loss", "entropy"] as const;

const ACTION = "compute softmax in the page";

/** Checks names that a notebook may misspell. */
function checkNames(
  what: string,
  given: readonly string[],
  known: readonly string[],
): void {
  const odd = Array.isArray(given)
    ? given.find((name) => !known.includes(name))
    : given;
  const need = `${what} in an array out of ${list([...known])}`;
  if (odd !== undefined) throw wrongValue(ACTION, need, odd);
}

function dataOf(logits: Vector, options: LiveSoftmaxOptions) {
  const names = namesFor(logits, options.classes);
  const scores = Array.from(logits);
  if (names.length < 2 || names.length > 10) {
    throw wrongValue(ACTION, "2 to 10 classes", names.length);
  }
  checkFinite(scores, ACTION, "finite logits");
  const { dials = [...DIALS], shows = SHOWS.slice(0, 4), target = 0 } = options;
  checkNames("dials", dials, DIALS);
  checkNames("results", shows, SHOWS);
  const columns = COLUMNS.filter(({ name }) => shows.includes(name));
  if (columns.length === 0) {
    const need = "a column, stable, naive or gradient";
    throw wrongValue(ACTION, need, list(shows) || "none");
  }
  if (!(target in names)) {
    throw wrongValue(ACTION, `a target below ${names.length}`, target);
  }
  const loss = crossEntropy(scores, target);
  return { names, scores, dials, shows, columns, target, loss };
}

type Data = ReturnType<typeof dataOf>;

function words(
  { names, scores, dials, shows, target, loss }: Data,
): Required<Words> {
  const sharesAt = (temperature: number) => {
    const p = softmax(scores, { temperature });
    return names.map((name, i) => `${name} ${probability(p[i], 3)}`).join(", ");
  };
  const hasShift = dials.includes("shift");
  const isHot = dials.includes("temperature");
  const z = hasShift ? "; z = (score + c) / T" : isHot ? "; z = score / T" : "";
  const [end32, end64] = [88.72, 709.78]
    .map((end) => fixed(end - Math.max(...scores), 2));
  return {
    title: shows.includes("naive") && hasShift
      ? "A constant added to every score changes nothing, until exp overflows"
      : "Turn the dials: this page computes softmax",
    subtitle:
      `Your browser’s style sheet computes every number, without a script${z}`,
    alt: [
      `Dials for the ${dials.join(", the ")}; a style sheet computes softmax.`,
      `At the start it shows ${logitsText(scores)}: ${sharesAt(1)}.`,
      isHot && `At T = 0.1: ${sharesAt(0.1)}. At T = 10: ${sharesAt(10)}.`,
      shows.includes("loss") &&
      `The loss of ${names[target]} is ${fixed(loss, 3)} nats.`,
      shows.includes("naive") &&
      `Naive softmax overflows in float32 at the latest when c is above ${end32}, in float64 above ${end64}.`,
    ].filter(Boolean).join(" "),
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
  const all: Record<typeof DIALS[number], Dial[]> = {
    scores: scores.map((score, i) => ({
      letter: "abcdefghij"[i],
      heading: escapeMarkup(names[i]),
      group: `Score of ${names[i]}`,
      values: [...new Set([...SCORES, score])].sort((a, b) => a - b),
      start: score,
    })),
    shift: [{
      letter: "s",
      heading: "c <i>added to all</i>",
      group: "Constant c, added to every score",
      values: SHIFTS,
      start: 0,
    }],
    temperature: [{
      letter: "t",
      heading: "T <i>divides all</i>",
      group: "Temperature T",
      values: DEGREES,
      start: 1,
    }],
  };
  return (["scores", "shift", "temperature"] as const)
    .flatMap((dial) => dials.includes(dial) ? all[dial] : []);
}

/** The columns of results: the class of their cells, and what they show of z. */
const COLUMNS = [
  { name: "stable", className: "", formula: "exp(z − max) / Σ" },
  { name: "naive", className: ' class="lab-n"', formula: "exp(z) / Σ" },
  { name: "gradient", className: ' class="lab-g"', formula: "p − y" },
] as const;

/** The heading of probabilities that are not compared. */
const ALONE = "<b>probability</b> <small>exp(z) / Σ</small>";

/** The markup of a dial, whose buttons are in a group of this name. */
function dialMarkup(
  dial: Dial,
  row: number,
  name: string,
  scores: number[],
): string {
  const { letter, heading, group, values, start } = dial;
  const buttons = values.map((value, i) => {
    const attributes = `name="${name}${letter}" class="${letter}${i}"`;
    return `<label>${logitText(value, [...values, ...scores])}${
      radio(attributes, value === start)
    }</label>`;
  });
  const color = "ts".includes(letter) ? "" : ` r${row}`;
  return [
    `<div class="lab-dial${color}"><b>${heading}</b>`,
    `<div role="radiogroup" aria-label="${escapeMarkup(group)}">`,
    ...buttons,
    "</div></div>",
  ].join("");
}

/** The markup of the results, with buttons for the right class if it is asked for. */
function tableMarkup(
  { names, shows, columns, target }: Data,
  isAsked: boolean,
  group: string,
): string {
  const cells = columns
    .map(({ className }) => `<span role="cell"${className}></span>`).join("");
  const rows = names.map(escapeMarkup).map((name, i) => {
    const attributes =
      `name="${group}y" class="y${i}" aria-label="${name} is right"`;
    const choice = `<label>${name}${radio(attributes, i === target)}</label>`;
    return `<div role="row" class="r${i}"><span role="rowheader">${
      isAsked ? choice : name
    }</span>${cells}</div>`;
  });
  const heads = columns.map(({ name, formula }) =>
    name === "stable" && !shows.includes("naive")
      ? ALONE
      : `<b>${name}</b> <small>${formula}</small>`
  );
  return [
    `<div role="table" aria-label="Softmax"><div role="row">`,
    ...[isAsked ? "right class" : "class", ...heads]
      .map((text) => `<span role="columnheader">${text}</span>`),
    "</div>",
    ...rows,
    "</div>",
  ].join("");
}

/** Draws scores, and stable and naive softmax of the scores with c added. */
function stillOf({ names, scores }: Data, c: number): Figure {
  const raised = scores.map((z) => z + c);
  const p = softmax(raised), naive = softmaxNaive(raised);
  const share = (p: number) => Number.isNaN(p) ? "NaN" : probability(p);
  const shares = { format: share, hasTrack: true };
  const said = names
    .map((name, i) => `${name} ${probability(p[i], 3)} and ${share(naive[i])}`);
  return compose(
    {
      title: `Add ${c} to every score: softmax stays, naive softmax is lost`,
      subtitle:
        `Probabilities after that; exp(${c}) is Infinity in float64, and ∞/∞ is NaN`,
      alt: `Three panels of bars: ${
        logitsText(scores)
      }, and with ${c} added to each, the probabilities by stable and by naive softmax: ${
        said.join(", ")
      }.`,
    },
    barPanels(names, [
      {
        heading: "score",
        values: scores,
        format: (z) => logitText(z, scores),
        domain: barDomain(scores),
      },
      { heading: "stable", values: p, ...shares },
      { heading: "naive", values: naive, ...shares },
    ]),
  );
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
): Explorer {
  const own = ownWords(options, ["classes", "dials", "shows", "target"]);
  const data = dataOf(logits, options);
  const { names, scores, shows, columns } = data;
  const dials = dialsOf(data);
  const settings: LiveSettings = {
    names,
    logits: data.dials.includes("scores") ? [] : scores,
    dials: Object.fromEntries(dials.map((d) => [d.letter, d.values])),
    shows,
  };
  // A class that figures have in common only if they have the same sheet.
  const scope = `lab-${hash(JSON.stringify(settings))}`;
  const lines = Object.entries({ loss: "l", entropy: "h", naive: "v" })
    .filter(([name]) => shows.includes(name as "loss"))
    .map(([, letter]) => `<p class="lab-${letter}"></p>`);
  const c = SHIFTS.at(-1)!;
  const breaks = data.dials.includes("shift") &&
    Math.max(...scores) + c > Math.log(Number.MAX_VALUE);
  return new Explorer({
    ...words(data),
    ...own,
    still: breaks
      ? stillOf(data, c)
      : logitsAndProbabilities(scores, { classes: names }),
    stillClass: "lab-sm-still",
    sheet: liveSheet(settings, scope),
    className: `lab-sm ${scope}`,
    variables: `--cols:${columns.length}`,
    body: (group) => [
      ...dials.map((dial, row) => dialMarkup(dial, row, group, scores)),
      tableMarkup(data, hasTarget(settings), group),
      ...lines,
    ],
  });
}
