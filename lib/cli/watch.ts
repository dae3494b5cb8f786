import { dirname, relative } from "node:path";
import { explanation } from "./command.ts";
import { type Exported, type ExportOptions, exportReports } from "./export.ts";
import { findNotebooks, root, shown } from "./files.ts";
import { duration } from "./progress.ts";
import { Saves } from "./saves.ts";
import { PageServer } from "./serve.ts";

/** The folders whose code this process has loaded already. */
const LOADED = ["lib/cli", "lib/jupyter", "lib/nbformat", "lib/report"];

/**
 * Exports notebooks, and again whenever one of them, or a file that they
 * depend on, is saved: what has not changed comes from the cache. A failure is
 * told and leaves the pages as they are; the next save is another try.
 *
 * @param server pages that reload when they are made again
 * @param tell says what the first export gave
 * @throws the signal's reason when it is aborted, and never otherwise
 */
export async function watchReports(
  args: string[],
  options: ExportOptions,
  server: PageServer | undefined,
  tell: (exported: Exported) => void,
): Promise<never> {
  using saves = new Saves();
  const dependencies = new Set<string>();
  for (let first = true;; first = false) {
    const since = Date.now();
    try {
      const exported = await exportReports(args, {
        ...options,
        onDependencies: (paths) =>
          paths.forEach((path) => dependencies.add(path)),
      });
      if (first) tell(exported);
      else tellRebuilt(exported, since);
      await server?.tell(null);
    } catch (error) {
      options.signal.throwIfAborted();
      console.error(explanation(error));
      await server?.tell(explanation(error));
    }
    const notebooks = await findNotebooks(args).catch(() => []);
    const folders = notebooks.map((path) => dirname(path));
    saves.watch([...notebooks, ...dependencies], folders, since);
    console.log("watching; Ctrl-C ends");
    const saved = await saves.next(options.signal);
    console.log(`\nsaved ${saved.map(shown).join(", ")}`);
    const old = saved.filter((path) =>
      LOADED.includes(dirname(relative(root, path)))
    );
    if (old.length) {
      console.error(
        `Warning: this command runs on with ${old.map(shown).join(", ")} ` +
          "as it was; start it again to use what was saved",
      );
    }
  }
}

function tellRebuilt({ pages, index }: Exported, start: number): void {
  const wrote = [...pages, ...(index ? [index] : [])]
    .filter(({ change }) => change === "wrote");
  for (const { path } of wrote) console.log(`wrote ${shown(path)}`);
  const n = wrote.length;
  const what = n === 1 ? "1 page" : `${n || "no"} pages`;
  console.log(`${what} rebuilt, ${duration(Date.now() - start)}`);
}
