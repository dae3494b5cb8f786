import { basename, dirname } from "node:path";
import {
  type CodeCell,
  type Notebook,
  stringifyNotebook,
} from "../nbformat/mod.ts";
import { Aside } from "./aside.ts";
import { type Call, type Command, Failure, timeoutOption } from "./command.ts";
import { execute } from "./execute.ts";
import {
  findNotebooks,
  readNotebooks,
  refuseOtherKernels,
  shown,
} from "./files.ts";

const usage = `deno task notebooks [NOTEBOOK...] [--check] [--timeout SECONDS]

Runs notebooks through the Deno kernel and saves their outputs in place, with
execution counts from 1 and without the times that Jupyter notes in a cell. A
notebook that fails stays as it was.

NOTEBOOK           a notebook, or a folder for all notebooks in it
                   (default: the project's notebooks/)
--check            save nothing; fail if a saved output is not what a fresh run
                   gives
--timeout SECONDS  how long one cell may run (default: 120)`;

/** `deno task notebooks`: the outputs saved in the notebooks are those of a run. */
export const notebooks: Command = {
  usage,
  options: { check: { type: "boolean" }, timeout: { type: "string" } },
  takesArguments: true,
  run,
};

async function run({ values, args, signal }: Call): Promise<void> {
  const timeoutSeconds = timeoutOption(values.timeout);
  const files = await readNotebooks(await findNotebooks(args));
  refuseOtherKernels(files);
  if (!values.check) {
    for (const { path } of files) await refuseUnwritable(path);
  }
  const stale: string[] = [];
  await execute(files, {
    jobs: 1,
    timeoutSeconds,
    signal,
    async use(file, fresh) {
      const text = stringifyNotebook(withoutTimes(fresh));
      if (text === file.text) return;
      if (values.check) {
        stale.push(...differences(shown(file.path), file.notebook, fresh));
      } else {
        await replace(file.path, text);
        console.log(`saved ${shown(file.path)}`);
      }
    },
  });
  if (stale.length) {
    throw new Failure(
      [...stale, "Run `deno task notebooks` to save what a run gives."]
        .join("\n"),
    );
  }
  if (values.check) {
    const n = files.length;
    console.log(
      n === 1 ? "1 notebook is current" : `${n} notebooks are current`,
    );
  }
}

/** What Jupyter's programs note of when and how long a cell ran. */
const TIMES = ["execution", "ExecuteTime"];

/** The notebook without what differs from run to run and no reader needs. */
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
 * Finds out before any cell runs that a notebook cannot be replaced.
 *
 * @throws {Failure} when its folder cannot be written
 */
async function refuseUnwritable(path: string): Promise<void> {
  await using _ = await Aside.within(dirname(await Deno.realPath(path)));
}

/** Replaces a file's text, or leaves it whole. A link stays a link. */
async function replace(path: string, text: string): Promise<void> {
  const file = await Deno.realPath(path);
  await using aside = await Aside.within(dirname(file));
  await aside.write(basename(file), text);
  await aside.commit();
}

/** What a fresh run gives otherwise than what was saved, cell by cell. */
function differences(name: string, old: Notebook, fresh: Notebook): string[] {
  const found = old.cells.flatMap((cell, i) => {
    const now = fresh.cells[i];
    if (cell.cell_type !== "code" || now.cell_type !== "code") return [];
    const difference = firstDifference(lines(cell), lines(now));
    return difference ? [`${name}, cell ${i + 1}: ${difference}`] : [];
  });
  return found.length
    ? found
    : [`${name}: the outputs are current, the file's form is not`];
}

/** What a run leaves in a cell, in lines that can be compared. */
function lines({ outputs, execution_count }: CodeCell): string[] {
  const text = JSON.stringify(outputs, (_, value) => {
    if (typeof value === "string") {
      const lines = readable(value).split("\n");
      return lines.length > 1 ? lines : lines[0];
    }
    // The order of keys means nothing.
    return value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value;
  }, 1);
  return [...text.split("\n"), `execution_count: ${execution_count}`];
}

/** Text with the figures in it as the SVG that they are. */
function readable(text: string): string {
  return text.replaceAll(
    /data:image\/svg\+xml;base64,([\w+/=]+)/g,
    (_, svg) => new TextDecoder().decode(Uint8Array.fromBase64(svg)),
  );
}

/** The first line that differs, from a little before the place where it does. */
function firstDifference(old: string[], fresh: string[]): string | undefined {
  const most = Math.max(old.length, fresh.length);
  for (let i = 0; i < most; i++) {
    const a = old[i] ?? "(nothing)";
    const b = fresh[i] ?? "(nothing)";
    if (a === b) continue;
    let same = 0;
    while (a[same] === b[same]) same++;
    const from = Math.max(0, same - 30);
    const part = (line: string) =>
      (from ? "…" : "") + line.slice(from, from + 90).trim() +
      (line.length > from + 90 ? "…" : "");
    return `saved and fresh output differ\n  saved: ${part(a)}\n  fresh: ${
      part(b)
    }`;
  }
}
