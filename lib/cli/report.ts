import { join, resolve } from "node:path";
import {
  type Call,
  type Command,
  explanation,
  Failure,
  jobsOption,
  languageOption,
  portOption,
  timeoutOption,
  UsageError,
} from "./command.ts";
// Types only: --help does not load lib/report.
import type { Exported, ExportOptions } from "./export.ts";
import { callerFolder, displayPath, root } from "./files.ts";
import { count, duration, firstDifference } from "./phrases.ts";
import { type Page, Renderer } from "./renderer.ts";

const usage = `deno task report [NOTEBOOK...] [--out DIR] [OPTION...]

Runs notebooks with the Deno kernel and writes each one as a self-contained HTML
file, and an index.html that lists them. The notebooks themselves stay as they
are. If anything fails, the reports of earlier exports stay too.

NOTEBOOK           a notebook, or a folder for all notebooks in it and below it,
                   without folders whose names begin with . or _
                   (default: the project's notebooks/)
--out DIR          the folder for the reports (default: the project's reports/)
--check            write nothing; fail if a report differs from a fresh export
--keep-going       when a notebook fails, export the others before failing
--watch            export again whenever a notebook, or a file that it depends
                   on, is saved
--serve            like --watch, and serve the reports on 127.0.0.1, where open
                   pages reload; the files themselves contain no script
--port N           the port for --serve (default: the first free one from 8000)
--lang LANGUAGE    the language of the text, such as de: its hyphens and quotes
                   (default: "lang" in the notebook's metadata, or else en)
--link-notebook    let each page link to a copy of its notebook; in a DIR whose
                   name begins with _, other commands do not find the copies
--no-execute       render the outputs saved in the notebooks; run nothing
--no-check         run notebooks without checking the types of their cells
--no-cache         run every notebook, and keep no run for the next time
--jobs N           run up to N notebooks at the same time (default: the number
                   of processors)
--timeout SECONDS  the time limit for each cell (default: 120)

The reports link to each other in the order given, and keep in DIR the folders
that the notebooks are in. A notebook called index.ipynb becomes the front page,
index.html; reports that it does not link to are listed at its end. An index.html
that this command did not write stays as it is, and so does one that also lists
other reports in DIR, unless their notebooks are gone from the folder named.
Files of up to 20 MB in a notebook's folder, to which its text links, are copied
beside the reports.

A notebook runs again only if its code has changed, or something that it depends
on: a local module that it imports, a file or the files in a folder that a string
in its code names, Deno's settings for its folder, the lock file, Deno, or this
command itself. The command does not notice changes of files with computed
names, other programs, the list of files in the notebook's folder or in one
around it, environment variables, the time and the network; a notebook that
depends on these needs --no-cache. Runs are kept in the project's .lab/cache, or
in the folder that the environment variable LAB_CACHE names.`;

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
    lang: { type: "string" },
    "link-notebook": { type: "boolean" },
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
  await using renderer = new Renderer();
  const options: ExportOptions = {
    out: values.out === undefined
      ? join(root, "reports")
      : resolve(callerFolder(), String(values.out)),
    execute: !values["no-execute"],
    check: !values["no-check"],
    jobs: jobsOption(values.jobs),
    timeoutSeconds: timeoutOption(values.timeout),
    // A check does not use the cache.
    cache: values["no-cache"] || values.check
      ? undefined
      : resolve(callerFolder(), cache),
    keepGoing: Boolean(values["keep-going"]) && !values.check,
    write: !values.check,
    lang: languageOption(values.lang),
    linkNotebook: Boolean(values["link-notebook"]),
    renderer,
    signal,
  };
  const port = portOption(values.port);
  if (port !== undefined && !values.serve) {
    throw new UsageError("--port needs --serve");
  }
  const watches = values.watch || values.serve;
  if (watches && values.check) {
    throw new UsageError("--check cannot be combined with --watch or --serve");
  }
  if (watches) return await watch(args, options, Boolean(values.serve), port);
  const { exportReports } = await import("./export.ts");
  const exported = await exportReports(args, options);
  if (values.check) check(exported);
  else print(exported, start);
}

/** Compares the pages of an export with those in the folder. */
function check({ pages, copies }: Exported): void {
  const found = pages.flatMap(({ path, html, saved }) => {
    if (saved === html) return [];
    const name = displayPath(path);
    return saved === undefined ? [`${name} does not exist`] : [
      `${name} is not what a fresh export gives`,
      firstDifference(saved, html),
    ];
  });
  for (const { path, isCurrent } of copies) {
    if (!isCurrent) {
      found.push(`${displayPath(path)} is not what a fresh export copies`);
    }
  }
  if (found.length) throw new Failure(found.join("\n"));
  console.log("the reports are current");
}

/** Exports again after each save, until the signal is aborted. */
async function watch(
  args: string[],
  options: ExportOptions,
  serves: boolean,
  port?: number,
): Promise<never> {
  const { exportReports } = await import("./export.ts");
  const { WatchedFiles } = await import("./watch.ts");
  const { PageServer } = await import("./serve.ts");
  await using server = serves ? new PageServer(options.out, port) : undefined;
  if (server) console.log(`serving ${server.url}`);
  const files = new WatchedFiles(args, options);
  for (let isFirst = true;; isFirst = false) {
    const start = performance.now();
    const added = files.add(options.execute);
    try {
      const exported = await exportReports(args, options);
      server?.update("", exported.copies.map(({ file }) => file));
      await files.watch(exported.copies.map(({ source }) => source));
      print(exported, start, isFirst);
    } catch (error) {
      options.signal.throwIfAborted();
      console.error(explanation(error));
      server?.update(explanation(error));
    }
    await added;
    await files.acceptData();
    console.log("watching; Ctrl-C ends");
    const saved = await files.nextSave();
    console.log(`\nsaved ${saved.map(displayPath).join(", ")}`);
  }
}

/** Prints a summary of an export, and throws if a notebook failed. */
function print(
  { pages, copies, keptIndex, failures }: Exported,
  start: number,
  withUnchanged = true,
): void {
  for (const { html, saved, path, holds } of pages) {
    if (html === saved && !withUnchanged) continue;
    const change = html === saved ? "unchanged" : "wrote";
    const amount = holds ? `  ${amountOf([{ holds }])}` : "";
    console.log(`${change} ${displayPath(path)}${amount}`);
  }
  for (const { path, isCurrent } of copies) {
    if (!isCurrent) console.log(`copied ${displayPath(path)}`);
  }
  if (keptIndex) console.log(`kept index.html: ${keptIndex}`);
  const reports = pages.filter(({ holds }) => holds);
  const time = duration(performance.now() - start);
  console.log(
    `${count(reports.length, "report")}, ${amountOf(reports)}, ${time}`,
  );
  if (!failures.length) return;
  const names = failures.map(({ file }) => displayPath(file.path));
  throw new Failure([
    ...failures.map(({ error }) => `\n${explanation(error)}`),
    `\n${count(names.length, "notebook")} failed: ${names.join(", ")}`,
  ].join("\n"));
}

/** The numbers of figures and formulas on pages. */
function amountOf(pages: Pick<Page, "holds">[]): string {
  const sum = (key: "figures" | "formulas") =>
    pages.reduce((sum, { holds }) => sum + (holds?.[key] ?? 0), 0);
  return `${count(sum("figures"), "figure")}, ` +
    count(sum("formulas"), "formula");
}
