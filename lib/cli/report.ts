import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  notebookTitle,
  renderIndex,
  renderReport,
  type Report,
} from "@lab/report";
import type { Notebook } from "@lab/jupyter";
import { Aside } from "./aside.ts";
import {
  type Call,
  type Command,
  Failure,
  timeoutOption,
  UsageError,
} from "./command.ts";
import { execute } from "./execute.ts";
import {
  findNotebooks,
  here,
  type NotebookFile,
  readNotebooks,
  refuseOtherKernels,
  root,
  shown,
} from "./files.ts";
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
  const files = await readNotebooks(await findNotebooks(args));
  refuseClashes(files);
  if (!values["no-execute"]) refuseOtherKernels(files);
  await using aside = await Aside.within(out);

  const reports: Entry[] = [];
  for (const [i, file] of files.entries()) {
    const notebook = values["no-execute"]
      ? saved(file)
      : await execute(file, { timeoutSeconds, signal });
    const report = renderReport(notebook, {
      name: shown(file.path),
      previous: link(files[i - 1]),
      next: link(files[i + 1]),
      index: { title: "All reports", href: INDEX },
    });
    for (const warning of report.warnings) console.error(`Warning: ${warning}`);
    await aside.write(pageOf(file), report.html);
    reports.push({ href: hrefOf(file), report });
    signal.throwIfAborted();
  }
  const keep = await whyKeepIndex(out, args.length ? files : []);
  if (!keep) {
    await aside.write(INDEX, renderIndex(reports, args.length ? {} : OURS));
  }
  await aside.commit();

  for (const [i, file] of files.entries()) {
    console.log(
      `wrote ${shown(join(out, pageOf(file)))}  ${holds(reports[i])}`,
    );
  }
  const index = shown(join(out, INDEX));
  console.log(keep ? `kept ${index}, which ${keep}` : `wrote ${index}`);
  const time = duration(performance.now() - start);
  const all = `${count(files.length, "report")}, ${holds(...reports)}`;
  console.log(`${all}, ${time}`);
}

/** A report and the link to it. */
interface Entry {
  href: string;
  report: Report;
}

const INDEX = "index.html";

/** What the list of the project's own reports says of them. */
const OURS = {
  title: "softmax-lab",
  intro: "Softmax, cross-entropy, its gradient and temperature: a " +
    "deep-learning lesson in notebooks where every number is computed and " +
    "every claim is checked.",
};

function pageOf({ stem }: NotebookFile): string {
  return `${stem}.html`;
}

/** Without an apostrophe, which HTML would hold as an entity. */
function hrefOf(file: NotebookFile): string {
  return encodeURIComponent(pageOf(file)).replaceAll("'", "%27");
}

function link(file?: NotebookFile) {
  if (!file) return undefined;
  const title = notebookTitle(file.notebook, shown(file.path));
  return { title, href: hrefOf(file) };
}

/** How much there is to see in reports. */
function holds(...entries: Entry[]): string {
  const sum = (key: "figures" | "formulas") =>
    entries.reduce((sum, { report }) => sum + report[key], 0);
  return `${count(sum("figures"), "figure")}, ` +
    count(sum("formulas"), "formula");
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

/** Two notebooks must not write the same page, nor one the index. */
function refuseClashes(files: NotebookFile[]): void {
  const writers = new Map<string, NotebookFile>();
  for (const file of files) {
    const page = pageOf(file).toLowerCase(); // as some file systems see it
    const other = writers.get(page);
    if (other) {
      throw new Failure(
        `Cannot write one report for two notebooks: ${shown(other.path)} ` +
          `and ${shown(file.path)} would both be ${pageOf(file)}`,
      );
    }
    if (page === INDEX) {
      throw new Failure(
        `Cannot write a report for ${shown(file.path)}: ` +
          `${INDEX} is the list of the reports; rename the notebook`,
      );
    }
    writers.set(page, file);
  }
}

/** The notebook as it was saved; says which cells have nothing saved. */
function saved(file: NotebookFile): Notebook {
  const bare = file.notebook.cells.flatMap((cell, i) =>
    cell.cell_type === "code" && cell.source.trim() !== "" &&
      cell.execution_count === null && cell.outputs.length === 0
      ? [i + 1]
      : []
  );
  if (bare.length) {
    console.error(
      `Warning: ${shown(file.path)}: not run when saved: ` +
        `${bare.length === 1 ? "cell" : "cells"} ${bare.join(", ")}`,
    );
  }
  return file.notebook;
}

/**
 * Why the folder's index.html must stay, if it must: because it is no list of
 * reports, or because it lists others than these, where only some are made.
 */
async function whyKeepIndex(
  out: string,
  files: NotebookFile[],
): Promise<string | undefined> {
  const index = await Deno.readTextFile(join(out, INDEX)).catch(() =>
    undefined
  );
  if (index === undefined) return;
  if (!index.includes('<meta name="generator" content="softmax-lab">')) {
    return "is not a list of reports";
  }
  if (!files.length) return;
  const links = [...index.matchAll(/href="([^"#:/]+\.html)"/g)];
  const others = new Set(links.map(([, href]) => href))
    .difference(new Set(files.map(hrefOf)));
  const there = await Promise.all([...others].map(async (href) => {
    const url = new URL(href, pathToFileURL(join(out, INDEX)));
    return await Deno.stat(url).then(() => [href], () => []);
  }));
  const names = there.flat();
  if (names.length) return `also lists ${names.join(", ")}`;
}
