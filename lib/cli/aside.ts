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

  async write(name: string, text: string): Promise<void> {
    try {
      await Deno.writeTextFile(join(this.#aside, name), text);
    } catch (error) {
      throw unwritable(join(this.#folder, name), error);
    }
    this.#names.push(name);
  }

  /** Puts everything in its place. */
  async commit(): Promise<void> {
    for (const name of this.#names) {
      const target = join(this.#folder, name);
      try {
        await Deno.rename(join(this.#aside, name), target);
      } catch (error) {
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
  return new Failure(
    `Cannot write ${shown(path)}: ${(error as Error).message}`,
  );
}
