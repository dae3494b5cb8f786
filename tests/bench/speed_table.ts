/**
 * The ratios as tables and a figure in README, between two markers.
 * `deno run -A tests/bench/speed_table.ts` writes those of the last run again.
 *
 * @module
 */
import { join } from "node:path";
import { Failure } from "../../lib/cli/command.ts";
import { root } from "../../lib/cli/files.ts";
import { speedRatios } from "@lab/figures";
import { roughly } from "../../lib/figures/house/format.ts";
import { dataFile, formatted, type Speed, type Timing } from "./results.ts";
import { BASELINE } from "./setups.ts";

const README = join(root, "README.md");
const START = "<!-- speed: `deno task bench --peers` writes what follows -->";
const END = "<!-- end of speed -->";

const FIGURE = "speed.svg";

/** The names of the functions in the tables. */
const TITLES = {
  crossEntropyWithGrad: "loss and gradient",
  softmax: "softmax",
  logSoftmax: "log-softmax",
  crossEntropy: "loss",
};

/** The names of the shapes, which head the columns. */
const COLUMNS = {
  "float32 [32, 27]": "bigrams<br>[32, 27]",
  "float32 [1024, 1000]": "ImageNet<br>[1024, 1000]",
  "float32 [512, 50257]": "GPT-2<br>[512, 50257]",
  "float64 [1024, 1000]": "float64<br>[1024, 1000]",
};

/** The figure, the tables and a note on their measurement, as Markdown. */
export function speedTables(speed: Speed): string {
  const { date, machine, versions, rounds, timings } = speed;
  const [first, ...others] = Object.entries(TITLES).map(([name, title]) =>
    table(title, timings.filter((timing) => timing.function === name))
  );
  const names = Object.entries(versions).map((pair) => pair.join(" "));
  const day = new Date(date).toLocaleDateString("en-GB", {
    dateStyle: "long",
    timeZone: "UTC",
  });
  return `![${speedRatios(timings).title}](notebooks/data/${FIGURE})

${first}

<details><summary>softmax, log-softmax and the loss alone</summary>

${others.join("\n\n")}

</details>

Each number is the median of ${rounds} rounds in which all took their turn, with one digit, or two after a 1; the quartiles stand in brackets where they differ from it. [speed.json](notebooks/data/speed.json) has more digits. It was measured on ${day} on ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB, with ${
    names.join(", ")
  }.
`;
}

/** A row for each contender and a column for each shape. */
function table(title: string, timings: Timing[]): string {
  const columns = Object.entries(COLUMNS).filter(([column]) =>
    timings.some((timing) => columnOf(timing) === column)
  );
  const row = (name: string, threads: number) =>
    columns.map(([column]) => {
      const timing = timings.find((timing) =>
        timing.contender === name && timing.threads === threads &&
        columnOf(timing) === column
      );
      return timing ? emphasized(name, ratioOf(timing)) : "";
    });
  const contenders = new Map(
    timings.map(({ contender, threads }) => [contender, threads]),
  );
  const rows = [...contenders]
    .filter(([name, threads]) => threads === 1 || !name.startsWith(BASELINE))
    .map(([name, threads]) => {
      const words = threads === 1
        ? name
        : `softmax-lab and ${BASELINE} on ${threads} threads each`;
      return [emphasized(name, words), ...row(name, threads)];
    });
  const lines = [
    [title, ...columns.map(([, heading]) => heading)],
    ["---", ...columns.map(() => "---:")],
    ...rows,
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** "0.5 (0.4–0.6)", or "0.5" if that says the quartiles as well. */
function ratioOf({ ratio, quartiles }: Timing): string {
  const [median, low, high] = [ratio, ...quartiles].map(roughly);
  if (low === median && high === median) return median;
  return `${median} (${low}–${high})`;
}

function columnOf({ dtype, rows, cols }: Timing): string {
  return `${dtype} [${rows}, ${cols}]`;
}

function emphasized(name: string, text: string): string {
  return name.startsWith("softmax-lab") ? `**${text}**` : text;
}

/**
 * A README with these tables.
 *
 * @throws {Failure} when its markers are missing
 */
export async function withTables(
  readme: string,
  speed: Speed,
  signal: AbortSignal,
): Promise<string> {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) {
    throw new Failure(`README.md needs two lines:\n${START}\n${END}`);
  }
  const before = readme.slice(0, start + START.length);
  const text = `${before}\n\n${speedTables(speed)}\n${readme.slice(end)}`;
  return await formatted(text, "md", signal);
}

/** Draws the figure, and writes it and the tables into README. */
export async function writeTables(
  speed: Speed,
  signal: AbortSignal,
): Promise<void> {
  const { svg } = speedRatios(speed.timings);
  await Deno.writeTextFile(dataFile(FIGURE), svg + "\n");
  const readme = await Deno.readTextFile(README);
  await Deno.writeTextFile(README, await withTables(readme, speed, signal));
}

if (import.meta.main) {
  const speed = JSON.parse(await Deno.readTextFile(dataFile("speed.json")));
  await writeTables(speed, new AbortController().signal);
}
