import { join, resolve } from "node:path";
import {
  type Call,
  type Command,
  explanation,
  Failure,
  timeoutOption,
  UsageError,
} from "./command.ts";
import {
  checkReports,
  type Exported,
  type ExportedPage,
  type ExportOptions,
  exportReports,
} from "./export.ts";
import { here, root, shown } from "./files.ts";
import { duration } from "./progress.ts";
import { PageServer } from "./serve.ts";
import { watchReports } from "./watch.ts";

const usage = `deno task report [NOTEBOOK...] [--out DIR] [OPTION...]

Runs notebooks through the Deno kernel and writes each as one self-contained
HTML file, and index.html, which lists them. A notebook called index.ipynb is
the front page instead: what it has no link to is listed below it. The
notebooks' own files stay as they are. When anything fails, the reports of an
earlier run stay untouched.

NOTEBOOK           a notebook, or a folder for all notebooks in it
                   (default: the project's notebooks/)
--out DIR          where the reports go (default: the project's reports/)
--check            write nothing; fail if a report is not what a fresh export
                   gives
--keep-going       export the others when a notebook fails; fail all the same
--watch            export again whenever a notebook, or a file that it depends
                   on, is saved
--serve            watch, and serve the pages on 127.0.0.1, where they reload by
                   themselves; the files never hold a script
--port N           the port for --serve (default: the first free from 8000 on)
--no-execute       render the outputs saved in the notebooks; run nothing
--no-check         run cells whose types are wrong, too
--no-cache         run and render everything; keep nothing for the next time
--jobs N           how many notebooks run side by side (default: as many as
                   there are processors)
--timeout SECONDS  how long one cell may run (default: 120)

The pages link to each other in the order given. index.html lists the notebooks
given; it stays as it is when it also lists other reports of DIR, so exporting
one notebook of a set loses none of the others, and when it is a page of yours.

A notebook runs again when its code changes, or a local file that it imports or
names, the settings of Deno in its folder, the lock file, or Deno itself. What
cannot be seen so is a file whose name is computed, the environment, the time
and the network: for such notebooks there is --no-cache. What is kept is in the
project's .lab/cache, or where the variable LAB_CACHE says.`;

/** `deno task report`: notebooks in, HTML files out. */
export const report: Command = {
  usage,
  options: {
    out: { type: "string" },
    check: { type: "boolean" },
    "keep-going": { type: "boolean" },
    watch: { type: "boolean" },
    serve: { type: "boolean" },
    port: { type: "string" },
    "no-execute": { type: "boolean" },
    "no-check": { type: "boolean" },
    "no-cache": { type: "boolean" },
    jobs: { type: "string" },
    timeout: { type: "string" },
  },
  takesArguments: true,
  run,
};

async function run({ values, args, signal }: Call): Promise<void> {
  const start = performance.now();
  if (values.out === "") throw new UsageError('--out needs a folder, got ""');
  const cache = Deno.env.get("LAB_CACHE") || join(root, ".lab/cache");
  const options: ExportOptions = {
    out: values.out === undefined
      ? join(root, "reports")
      : resolve(here(), String(values.out)),
    execute: !values["no-execute"],
    check: !values["no-check"],
    jobs: jobsOption(values.jobs),
    timeoutSeconds: timeoutOption(values.timeout),
    cache: values["no-cache"] ? undefined : resolve(here(), cache),
    keepGoing: Boolean(values["keep-going"]),
    signal,
  };
  if (values.port !== undefined && !values.serve) {
    throw new UsageError("--port needs --serve");
  }
  if (values.watch || values.serve) {
    if (values.check) throw new UsageError("--check watches nothing");
    await using server = values.serve
      ? new PageServer(options.out, portOption(values.port))
      : undefined;
    if (server) console.log(`serving ${server.url}`);
    const first = (exported: Exported) => tell(exported, start);
    return await watchReports(args, options, server, first);
  }
  if (values.check) {
    const found = await checkReports(args, options);
    if (found.length) throw new Failure(found.join("\n"));
    return console.log("the reports are current");
  }
  tell(await exportReports(args, options), start);
}

/** Says what was exported, and throws if anything failed. */
function tell({ pages, index, failures }: Exported, start: number): void {
  for (const page of pages) {
    console.log(`${page.change} ${shown(page.path)}  ${holds(page)}`);
  }
  if (index) {
    const list = shown(index.path);
    console.log(
      index.kept
        ? `kept ${list}, which ${index.kept}`
        : `${index.change} ${list}`,
    );
  }
  const time = duration(performance.now() - start);
  console.log(`${count(pages.length, "report")}, ${holds(...pages)}, ${time}`);
  if (!failures.length) return;
  const names = failures.map(({ file }) => shown(file.path));
  throw new Failure([
    ...failures.map(({ error }) => `\n${explanation(error)}`),
    `\n${count(names.length, "notebook")} failed: ${names.join(", ")}`,
  ].join("\n"));
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

/** The value of `--port`, if it was given. */
function portOption(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,5}$/.test(String(value)) && Number(value) < 65536) {
    return Number(value);
  }
  throw new UsageError(
    `--port needs a whole number from 0 to 65535, got "${value}"`,
  );
}

/** The value of `--jobs`, or what holds without it. */
function jobsOption(value: unknown): number {
  if (value === undefined) return navigator.hardwareConcurrency;
  if (/^[1-9]\d{0,2}$/.test(String(value))) return Number(value);
  throw new UsageError(
    `--jobs needs a whole number from 1 to 999, got "${value}"`,
  );
}
