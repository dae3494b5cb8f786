import { basename, dirname } from "node:path";
import { type Notebook, stringifyNotebook } from "../nbformat/mod.ts";
import { type Call, type Command, Failure, timeoutOption } from "./command.ts";
import {
  displayPath,
  findNotebooks,
  readNotebookFile,
  readNotebooks,
  refuseOtherKernels,
} from "./files.ts";
import { count, firstDifference } from "./phrases.ts";
import { Progress } from "./progress.ts";
import { unsaidQuotes } from "./quotes.ts";
import { replaceFiles } from "./replace_files.ts";
import { runFile } from "./runs.ts";

const usage = `deno task notebooks [NOTEBOOK...] [--check] [--timeout SECONDS]

Runs notebooks with the Deno kernel and saves their outputs in place, with
execution counts from 1 and without the times that Jupyter records in cells. A
notebook that fails stays as it was, and so does one that is edited while it
runs.

NOTEBOOK           a notebook, or a folder for all notebooks in it and below it,
                   without folders whose names begin with . or _
                   (default: the project's notebooks/)
--check            save nothing; fail if a saved output differs from a fresh run
--timeout SECONDS  the time limit for each cell (default: 120)`;

/** `deno task notebooks`: saves in notebooks the outputs of a fresh run. */
export const notebooks: Command = {
  usage,
  options: { check: { type: "boolean" }, timeout: { type: "string" } },
  takesArguments: true,
  run,
};

async function run({ values, args, signal }: Call): Promise<void> {
  const timeoutSeconds = timeoutOption(values.timeout);
  const paths = await findNotebooks(args);
  const files = await readNotebooks(paths);
  refuseOtherKernels(files);
  const unsaid = files.map(unsaidQuotes).find((text) => text);
  if (unsaid) throw new Failure(unsaid);
  // Fails before any cell runs if a notebook cannot be saved.
  if (!values.check) { for (const path of paths) await save(path); }
  const stale: string[] = [];
  using progress = new Progress();
  for (const path of paths) {
    // Again, because it may have been edited while the others ran.
    const file = await readNotebookFile(path);
    const fresh = withoutTimes(
      await runFile(file, progress, { timeoutSeconds, signal }),
    );
    const text = stringifyNotebook(fresh);
    if (text === file.text) continue;
    const name = displayPath(file.path);
    if (values.check) stale.push(...differences(name, file.notebook, fresh));
    else {
      await save(path, text, file.text);
      console.log(`saved ${name}`);
    }
  }
  if (stale.length) {
    stale.push("To save the fresh outputs, run: deno task notebooks");
    throw new Failure(stale.join("\n"));
  }
  if (values.check) console.log(`${count(files.length, "notebook")} checked`);
}

/** The metadata in which Jupyter's programs record when a cell ran, and for how long. */
const TIMES = ["execution", "ExecuteTime"];

/** The notebook without the times of its run. */
function withoutTimes(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    if (!TIMES.some((name) => name in cell.metadata)) return cell;
    const metadata = { ...cell.metadata };
    for (const name of TIMES) delete metadata[name];
    return { ...cell, metadata };
  });
  return { ...notebook, cells };
}

/**
 * Replaces a file's text, if it still is the one that was read. Without a text,
 * only checks that the file's folder can be written. A link stays a link.
 */
async function save(path: string, text?: string, read?: string): Promise<void> {
  const file = await Deno.realPath(path).catch(() => path); // It may be gone.
  await replaceFiles(
    dirname(file),
    text === undefined ? [] : [[basename(file), text, read]],
  );
}

/** Describes the cells in which a fresh run differs from what was saved. */
function differences(name: string, old: Notebook, fresh: Notebook): string[] {
  const found = old.cells.flatMap((cell, i) => {
    const saved = stringifyNotebook({ ...old, cells: [cell] });
    const now = stringifyNotebook({ ...old, cells: [fresh.cells[i]] });
    return saved === now ? [] : [
      `${name}, cell ${i + 1}: the saved outputs differ from a fresh run`,
      firstDifference(saved, now),
    ];
  });
  return found.length ? found : [
    `${name}: the outputs are current, but the file is not written as ` +
    "`deno task notebooks` writes it",
  ];
}
