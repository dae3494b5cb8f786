/**
 * Puts new files in their places, all of them or none. A process of its own, so
 * that a command that is killed meanwhile leaves no mixture: this one goes on.
 *
 * Its arguments are those of placeFiles(). It writes the path that could not be
 * replaced and the reason, if there is one, as JSON.
 *
 * @module
 */
import { dirname, join, relative } from "node:path";
import { filesBelow } from "./files_below.ts";

/** The path that could not be replaced, and the reason. */
export interface Refusal {
  path: string;
  why: string;
}

if (import.meta.main) {
  // Ctrl-C is sent to this process too.
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, () => {});
  const [staging, folder] = Deno.args;
  const refusal = placeFiles(staging, folder);
  if (refusal) console.log(JSON.stringify(refusal));
  Deno.exit();
}

/**
 * Moves the files below `new` of a staging folder to the same paths in another
 * folder, if the staging folder is ready. It holds the file that says so until
 * it is done. A file that no longer is what `old` holds has been edited since,
 * and stays.
 */
export function placeFiles(
  staging: string,
  folder: string,
): Refusal | undefined {
  const ready = join(staging, "ready");
  if (textOf(ready) === undefined) return; // or another process has done it
  using lock = Deno.openSync(ready);
  if (Deno.build.os !== "windows") lock.lockSync(true);
  const done: { old: string; target: string }[] = [];
  const part = join(staging, "new", "/"); // a link of this name is no folder
  for (const fresh of filesBelow(staging)) {
    if (!fresh.startsWith(part)) continue;
    const path = relative(part, fresh);
    const [old, target] = [join(staging, "old", path), join(folder, path)];
    if (textOf(old) !== textOf(target)) continue;
    try {
      Deno.mkdirSync(dirname(target), { recursive: true });
      Deno.renameSync(fresh, target);
      done.push({ old, target });
    } catch (error) {
      for (const { old, target } of done.reverse()) {
        if (textOf(old) !== undefined) Deno.renameSync(old, target);
        else Deno.removeSync(target);
      }
      return { path: target, why: (error as Error).message };
    }
  }
}

/** The text of a file, if it is one. */
function textOf(path: string): string | undefined {
  try {
    return Deno.statSync(path).isFile ? Deno.readTextFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}
