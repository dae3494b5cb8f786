import { dirname, join } from "node:path";
import { HeldFolder, sweep } from "../temporary/mod.ts";
import { Failure } from "./command.ts";
import { deno } from "../deno/mod.ts";
import { displayPath, root } from "./files.ts";
import { placeFiles, type Refusal } from "./place_files.ts";

/**
 * Writes files into a folder, all of them or none, and makes the folder if it
 * does not exist. A file that is replaced keeps its permissions and, where that
 * is allowed, its owner. They are written in a hidden folder within it and
 * renamed into place together, by a process that goes on if this one is killed.
 * If this one is killed before that, the next call removes them; if both are
 * killed meanwhile, the next call goes on with it.
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
  sweep(folder, /^\.lab-staging-/, (staging) => placeFiles(staging, folder));
  try {
    await make(folder);
    held = new HeldFolder({ dir: folder, prefix: ".lab-staging-" });
    const staging = held.path;
    for (const [name, content, read] of files) {
      const [fresh, old] = ["new", "old"].map((part) =>
        join(staging, part, name)
      );
      target = join(folder, name);
      for (const path of [fresh, old]) {
        await Deno.mkdir(dirname(path), { recursive: true });
      }
      await make(dirname(target));
      const before = await exists(target) && await Deno.stat(target);
      if (before && before.isDirectory) {
        throw new Error("a folder has this name");
      }
      await (typeof content === "string"
        ? Deno.writeTextFile(fresh, content)
        : Deno.writeFile(fresh, content));
      if (before) {
        await Deno.copyFile(target, old);
        await keepAccess(fresh, before);
      }
      if (read !== undefined) await refuseEdited(old, read);
    }
    if (files.length) {
      await Deno.writeTextFile(join(staging, "ready"), "");
      const refusal = await placeApart(staging, folder);
      if (refusal) {
        target = refusal.path;
        throw new Error(refusal.why);
      }
    }
  } catch (error) {
    if (held) await Deno.remove(join(held.path, "ready")).catch(() => {});
    // After this, Deno's message names the operation and the hidden folder.
    const [why] = (error as Error).message.split(/(?<=\(os error \d+\)): /);
    throw new Failure(`Cannot write ${displayPath(target)}: ${why}`);
  } finally {
    held?.[Symbol.dispose]();
    // Removes the new folders that are still empty, the innermost first.
    for (const path of made) await Deno.remove(path).catch(() => {});
  }
}

/** Puts the files of a staging folder in their places, in a process that goes on if this one is killed. */
async function placeApart(
  staging: string,
  folder: string,
): Promise<Refusal | undefined> {
  const program = import.meta.resolve("./place_files.ts");
  const flags = ["--no-config", "--no-lock", "--allow-read", "--allow-write"];
  const { success, output } = await deno(
    ["run", ...flags, program, staging, folder],
    { cwd: root }, // No signal ends it: all files are to be old or new.
  );
  if (!success) throw new Error(output.trim());
  return output ? JSON.parse(output) : undefined;
}

/** Gives a new file the owner, if that is allowed, and the permissions of the old one. */
async function keepAccess(
  path: string,
  { mode, uid, gid }: Deno.FileInfo,
): Promise<void> {
  if (mode === null) return; // on Windows
  await Deno.chown(path, uid, gid).catch(() => {});
  await Deno.chmod(path, mode & 0o777);
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
