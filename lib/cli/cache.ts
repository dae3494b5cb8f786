import { join } from "node:path";
import { digest } from "./digest.ts";

/** The most that is kept, in files and bytes. */
const MOST = { files: 500, bytes: 2 ** 28 };

/**
 * A folder of values that can be made again, each in a file named by the
 * digest of its key. A file is put there whole or not at all, and one that is
 * not as it was written counts as none: so commands may share a folder, and
 * anybody may delete it. Where it cannot be written nothing is kept.
 */
export class Cache {
  #folder?: string;
  #wrote = false;

  /** @param folder none: a cache that keeps nothing */
  constructor(folder?: string) {
    this.#folder = folder;
  }

  /** The value last put under the key. */
  async get<T>(key: unknown): Promise<T | undefined> {
    if (!this.#folder) return;
    const path = await this.#path(key);
    try {
      const text = await Deno.readTextFile(path);
      const cut = text.indexOf("\n");
      const json = text.slice(cut + 1);
      if (text.slice(0, cut) !== await digest(json)) return;
      const now = new Date();
      await Deno.utime(path, now, now); // What is used is not old.
      return JSON.parse(json);
    } catch {
      return;
    }
  }

  async put(key: unknown, value: unknown): Promise<void> {
    if (!this.#folder) return;
    try {
      await Deno.mkdir(this.#folder, { recursive: true });
      const aside = await Deno.makeTempFile({ dir: this.#folder });
      try {
        const json = JSON.stringify(value);
        await Deno.writeTextFile(aside, `${await digest(json)}\n${json}`);
        await Deno.rename(aside, await this.#path(key));
      } catch {
        await Deno.remove(aside);
      }
      this.#wrote = true;
    } catch {
      this.#folder = undefined;
    }
  }

  /** Keeps to what may be kept; the oldest goes first. */
  async tidy(): Promise<void> {
    if (!this.#folder || !this.#wrote) return;
    const files = [];
    for await (const { name } of Deno.readDir(this.#folder)) {
      const path = join(this.#folder, name);
      const info = await Deno.stat(path).catch(() => undefined);
      if (info) files.push({ path, size: info.size, time: info.mtime });
    }
    files.sort((a, b) => Number(b.time) - Number(a.time));
    let bytes = 0;
    for (const [i, { path, size }] of files.entries()) {
      bytes += size;
      if (i < MOST.files && bytes <= MOST.bytes) continue;
      await Deno.remove(path).catch(() => {});
    }
  }

  async #path(key: unknown): Promise<string> {
    return join(this.#folder!, await digest(JSON.stringify(key)));
  }
}
