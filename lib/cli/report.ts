import { join, resolve } from "node:path";
import {
  type Call,
  type Command,
  timeoutOption,
  UsageError,
} from "./command.ts";
import { type ExportedPage, exportReports } from "./export.ts";
import { here, root, shown } from "./files.ts";
import { duration } from "./progress.ts";

const usage =
  `deno task report [NOTEBOOK...] [--out DIR] [--no-execute] [--timeout SECONDS]

Runs notebooks through the Deno kernel and writes each as one self-contained
HTML file, and index.html, which lists them. The notebooks' own files stay as
they are. When anything fails, the reports of an earlier run stay untouched.

NOTEBOOK           a notebook, or a folder for all notebooks in it
                   (default: the project's notebooks/)
--out DIR          where the reports go (default: the project's reports/)
--no-execute       render the outputs saved in the notebooks; run nothing
--timeout SECONDS  how long one cell may run (default: 120)

The pages link to each other in the order given. index.html lists the notebooks
given; it stays as it is when it also lists other reports of DIR, so exporting
one notebook of a set loses none of the others, and when it is a page of yours.`;

/** `deno task report`: notebooks in, HTML files out. */
export const report: Command = {
  usage,
  options: {
    out: { type: "string" },
    "no-execute": { type: "boolean" },
    timeout: { type: "string" },
  },
  takesArguments: true,
  run,
};

async function run({ values, args, signal }: Call): Promise<void> {
  const start = performance.now();
  const timeoutSeconds = timeoutOption(values.timeout);
  if (values.out === "") throw new UsageError('--out needs a folder, got ""');
  const out = values.out === undefined
    ? join(root, "reports")
    : resolve(here(), String(values.out));
  const { pages, index } = await exportReports(args, {
    out,
    execute: !values["no-execute"],
    timeoutSeconds,
    signal,
  });
  for (const page of pages) {
    console.log(`${page.change} ${shown(page.path)}  ${holds(page)}`);
  }
  const list = shown(index.path);
  console.log(
    index.kept
      ? `kept ${list}, which ${index.kept}`
      : `${index.change} ${list}`,
  );
  const time = duration(performance.now() - start);
  console.log(`${count(pages.length, "report")}, ${holds(...pages)}, ${time}`);
}

/** How much there is to see in pages. */
function holds(...pages: ExportedPage[]): string {
  const sum = (key: "figures" | "formulas") =>
    pages.reduce((sum, { report }) => sum + report[key], 0);
  return `${count(sum("figures"), "figure")}, ` +
    count(sum("formulas"), "formula");
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}
