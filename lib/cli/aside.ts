import { dirname, join } from "node:path";
import { Failure } from "./command.ts";
import { shown } from "./files.ts";

/**
 * Files written aside, in a hidden folder within the folder that they are for,
 * and renamed into place together when all is well. Until then, and after any
 * failure, the folder is as it was.
 */
export class Aside implements AsyncDisposable {
  #folder: string;
  #made: string[];
  #aside: string;
  #names: string[] = [];

  private constructor(folder: string, made: string[], aside: string) {
    this.#folder = folder;
    this.#made = made;
    this.#aside = aside;
  }

  /**
   * Makes the folder if it is not there.
   *
   * @throws {Failure} when the folder cannot be written
   */
  static async within(folder: string): Promise<Aside> {
    const missing: string[] = [];
    for (let path = folder; !(await exists(path)); path = dirname(path)) {
      missing.push(path);
    }
    try {
      await Deno.mkdir(folder, { recursive: true });
      const aside = await Deno.makeTempDir({ dir: folder, prefix: ".lab-" });
      return new Aside(folder, missing, aside);
    } catch (error) {
      await removeEmpty(missing);
      throw unwritable(folder, error);
    }
  }

  /** Writes a file aside, unless it is there already with the same text. */
  async write(name: string, text: string): Promise<"wrote" | "unchanged"> {
    const target = join(this.#folder, name);
    const there = await Deno.readTextFile(target).catch(() => undefined);
    if (there === text) return "unchanged";
    try {
      await Deno.writeTextFile(join(this.#aside, name), text);
    } catch (error) {
      throw unwritable(target, error);
    }
    this.#names.push(name);
    return "wrote";
  }

  /**
   * Puts everything in its place, or leaves everything as it was.
   *
   * @throws {Failure} naming what cannot be written
   */
  async commit(): Promise<void> {
    const files = this.#names.map((name) => ({
      fresh: join(this.#aside, name),
      old: join(this.#aside, `${name}.old`),
      target: join(this.#folder, name),
    }));
    for (const { target, old } of files) {
      try {
        if (!await exists(target)) continue;
        if ((await Deno.stat(target)).isDirectory) {
          throw new Error("a folder has this name");
        }
        await Deno.copyFile(target, old);
      } catch (error) {
        throw unwritable(target, error);
      }
    }
    for (const [i, { fresh, target }] of files.entries()) {
      try {
        await Deno.rename(fresh, target);
      } catch (error) {
        for (const { target, old } of files.slice(0, i)) {
          await (await exists(old)
            ? Deno.rename(old, target)
            : Deno.remove(target));
        }
        throw unwritable(target, error);
      }
    }
  }

  async [Symbol.asyncDispose]() {
    await Deno.remove(this.#aside, { recursive: true }).catch(() => {});
    await removeEmpty(this.#made);
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

/** Removes the folders that hold nothing, the innermost first. */
async function removeEmpty(folders: string[]): Promise<void> {
  for (const folder of folders) {
    await Deno.remove(folder).catch(() => {});
  }
}

function unwritable(path: string, error: unknown): Failure {
  // The end of what Deno says names the operation and the files aside.
  const why = (error as Error).message.replace(
    /(?<=\(os error \d+\)): .*/s,
    "",
  );
  return new Failure(`Cannot write ${shown(path)}: ${why}`);
}
