import { dirname, join } from "node:path";
import { kill, pid } from "node:process";
import { Failure } from "./command.ts";
import { displayPath } from "./files.ts";

/**
 * Writes files into a folder, all of them or none, and makes the folder if it
 * does not exist. They are written in a hidden folder within it and renamed
 * into place together. Without any files, this checks that the folder can be
 * written.
 *
 * @param texts the name of each file, its new text and, if the file must still
 * hold the text that was read from it, that text
 * @throws {Failure} naming what cannot be written; all is as it was then
 */
export async function replaceFiles(
  folder: string,
  texts: [name: string, text: string, read?: string][] = [],
): Promise<void> {
  const made: string[] = [];
  for (let at = folder; !await exists(at); at = dirname(at)) made.push(at);
  const undo: (() => Promise<void>)[] = [];
  let staging: string | undefined;
  let target = folder;
  try {
    await Deno.mkdir(folder, { recursive: true });
    await removeAbandoned(folder);
    staging = await Deno.makeTempDir({
      dir: folder,
      prefix: `${STAGING}${pid}-`,
    });
    const paths = [];
    for (const [i, [name, text, read]] of texts.entries()) {
      // A name may be as long as a file's name can be.
      const [fresh, old] = [join(staging, `${i}`), join(staging, `${i}.old`)];
      target = join(folder, name);
      const isNew = !await exists(target);
      if (!isNew && (await Deno.stat(target)).isDirectory) {
        throw new Error("a folder has this name");
      }
      await Deno.writeTextFile(fresh, text);
      if (!isNew) await Deno.copyFile(target, old);
      if (read !== undefined) await refuseEdited(old, read);
      paths.push({ fresh, old, isNew, target });
    }
    for (const { fresh, old, isNew, target: path } of paths) {
      target = path;
      await Deno.rename(fresh, path);
      undo.push(() => isNew ? Deno.remove(path) : Deno.rename(old, path));
    }
  } catch (error) {
    for (const step of undo.reverse()) await step();
    // After this, Deno's message names the operation and the hidden folder.
    const [why] = (error as Error).message.split(/(?<=\(os error \d+\)): /);
    throw new Failure(`Cannot write ${displayPath(target)}: ${why}`);
  } finally {
    if (staging) {
      await Deno.remove(staging, { recursive: true }).catch(() => {});
    }
    // Removes the new folders that are still empty, the innermost first.
    for (const path of made) await Deno.remove(path).catch(() => {});
  }
}

/** The hidden folders begin so, and then have the id of the process. */
const STAGING = ".lab-staging-";

/** Removes the hidden folders of processes that were killed. */
async function removeAbandoned(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    const [, owner] = /^\.lab-staging-(\d+)-/.exec(name) ?? [];
    if (owner === undefined || isAlive(Number(owner))) continue;
    await Deno.remove(join(folder, name), { recursive: true }).catch(() => {});
  }
}

function isAlive(id: number): boolean {
  try {
    return kill(id, 0); // only asks
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
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
