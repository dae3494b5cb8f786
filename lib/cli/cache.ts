/**
 * A folder that holds the last value under each name. A value is returned only
 * for the key that it was written with, and only if its file is intact. So
 * several commands may share the folder, and anybody may delete it.
 *
 * @module
 */
import { join } from "node:path";
import { digest } from "./digest.ts";

/** The value last written under a name, if it was written with this key; undefined without a folder. */
export async function readCache<T>(
  folder: string | undefined,
  name: string,
  key: unknown,
): Promise<T | undefined> {
  if (!folder) return;
  const text = await Deno.readTextFile(join(folder, await digest(name)))
    .catch(() => "");
  const [seal] = text.split("\n", 1);
  const json = text.slice(seal.length + 1);
  return seal === await sealOf(key, json) ? JSON.parse(json) : undefined;
}

/** Writes a value. Does nothing without a folder, or if the folder cannot be written. */
export async function writeCache(
  folder: string | undefined,
  name: string,
  key: unknown,
  value: unknown,
): Promise<void> {
  if (!folder) return;
  const path = join(folder, await digest(name));
  const json = JSON.stringify(value);
  try {
    await Deno.mkdir(folder, { recursive: true });
    const text = `${await sealOf(key, json)}\n${json}`;
    await Deno.writeTextFile(`${path}.new`, text);
    await Deno.rename(`${path}.new`, path);
  } catch {
    // The next command makes the value again.
    await Deno.remove(`${path}.new`).catch(() => {});
  }
}

function sealOf(key: unknown, json: string): Promise<string> {
  return digest(`${JSON.stringify(key)}\n${json}`);
}
