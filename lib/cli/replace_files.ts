import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { HeldFolder, sweep } from "../temporary/mod.ts";
import { Failure } from "./command.ts";
import { deno } from "../deno/mod.ts";
import { displayPath, root } from "./files.ts";
import type { Refusal, Rename } from "./rename_files.ts";

/**
 * Writes files into a folder, all of them or none, and makes the folder if it
 * does not exist. They are written in a hidden folder within it and renamed
 * into place together, by a process that goes on if this one is killed. If this
 * one is killed before that, the next call removes them; if both are killed
 * meanwhile, the next call goes on with it.
 * Without any files, this checks that the folder can be written.
 *
 * @param files the path of each file from the folder, its new content and, if
 * the file must still hold the text that was read from it, that text
 * @throws {Failure} naming what cannot be written; all is as it was then
 */
export async function replaceFiles(
  folder: string,
  files: [name: string, content: string | Uint8Array, read?: string][] = [],
): Promise<void> {
  const made: string[] = [];
  const make = async (folder: string) => {
    const missing: string[] = [];
    for (let at = folder; !await exists(at); at = dirname(at)) missing.push(at);
    made.unshift(...missing);
    await Deno.mkdir(folder, { recursive: true });
  };
  let held: HeldFolder | undefined;
  let target = folder;
  sweep(folder, /^\.lab-staging-/, (staging) => finish(staging, folder));
  try {
    await make(folder);
    held = new HeldFolder({ dir: folder, prefix: ".lab-staging-" });
    const staging = held.path;
    const renames: Rename[] = [];
    for (const [name, content, read] of files) {
      const [fresh, old] = ["new", "old"].map((part) =>
        join(staging, part, name)
      );
      target = join(folder, name);
      for (const path of [fresh, old]) {
        await Deno.mkdir(dirname(path), { recursive: true });
      }
      await make(dirname(target));
      const isNew = !await exists(target);
      if (!isNew && (await Deno.stat(target)).isDirectory) {
        throw new Error("a folder has this name");
      }
      await (typeof content === "string"
        ? Deno.writeTextFile(fresh, content)
        : Deno.writeFile(fresh, content));
      if (!isNew) await Deno.copyFile(target, old);
      if (read !== undefined) await refuseEdited(old, read);
      renames.push({ from: fresh, to: target, old: isNew ? undefined : old });
    }
    if (renames.length) {
      const ready = join(staging, READY);
      await Deno.writeTextFile(ready, "");
      const refusal = await renameApart(renames, ready);
      if (refusal) {
        target = refusal.path;
        throw new Error(refusal.why);
      }
    }
  } catch (error) {
    if (held) await Deno.remove(join(held.path, READY)).catch(() => {});
    // After this, Deno's message names the operation and the hidden folder.
    const [why] = (error as Error).message.split(/(?<=\(os error \d+\)): /);
    throw new Failure(`Cannot write ${displayPath(target)}: ${why}`);
  } finally {
    held?.[Symbol.dispose]();
    // Removes the new folders that are still empty, the innermost first.
    for (const path of made) await Deno.remove(path).catch(() => {});
  }
}

/**
 * Renames files in a process that goes on if this one is killed.
 *
 * @param ready the file that it holds meanwhile
 */
async function renameApart(
  renames: Rename[],
  ready: string,
): Promise<Refusal | undefined> {
  const program = import.meta.resolve("./rename_files.ts");
  const flags = ["--no-config", "--no-lock", "--allow-read", "--allow-write"];
  const { success, output } = await deno(["run", ...flags, program, ready], {
    cwd: root,
    input: JSON.stringify(renames),
    signal: NEVER,
  });
  if (!success) throw new Error(output.trim());
  return output ? JSON.parse(output) : undefined;
}

/** No signal ends it: all files are to be old or new. */
const NEVER = new AbortController().signal;

/** The file that says that all new files are there, and may take their places. */
const READY = "ready";

/** Puts the files of a killed process into place if all of them were written. A file that has been edited since stays. */
function finish(staging: string, folder: string): void {
  const part = (name: string) => join(staging, name);
  if (textOf(part(READY)) === undefined) return;
  using ready = Deno.openSync(part(READY));
  ready.lockSync(true); // until a process that still renames them is done
  for (const path of filesBelow(part("new"))) {
    const target = join(folder, path);
    if (textOf(target) !== textOf(join(part("old"), path))) continue;
    Deno.mkdirSync(dirname(target), { recursive: true });
    Deno.renameSync(join(part("new"), path), target);
  }
}

/** The paths of the files below a folder, if it is one and no link to another. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder) || !Deno.lstatSync(folder).isDirectory) return [];
  return Array.from(Deno.readDirSync(folder)).flatMap(
    ({ name, isDirectory }) =>
      isDirectory
        ? filesBelow(join(folder, name)).map((path) => join(name, path))
        : [name],
  );
}

/** The text of a file, if it is one. */
function textOf(path: string): string | undefined {
  try {
    return Deno.lstatSync(path).isFile
      ? Deno.readTextFileSync(path)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Refuses a file that no longer holds the text that was read from it. */
async function refuseEdited(path: string, read: string): Promise<void> {
  const text = await Deno.readTextFile(path).catch(() => undefined);
  if (text === read) return;
  const change = text === undefined ? "deleted" : "changed";
  throw new Error(`it was ${change} in the meantime`);
}

function exists(path: string): Promise<boolean> {
  return Deno.lstat(path).then(() => true, () => false);
}
