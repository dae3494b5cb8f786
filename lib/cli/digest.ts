/**
 * What tells a file's content from any other.
 *
 * @module
 */
import { join } from "node:path";
import { root } from "./files.ts";

/** Absolute paths of files, there or not, with a digest of what is in each. */
export type Digests = Record<string, string>;

/** Digests of files as they are now. */
export async function digests(paths: string[]): Promise<Digests> {
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (path) => [path, await digestOfFile(path)]),
    ),
  );
}

/** Whether files are as they were. */
export async function areUnchanged(before: Digests): Promise<boolean> {
  const now = await digests(Object.keys(before));
  return Object.entries(before).every(([path, digest]) => now[path] === digest);
}

/** More than this is not read, but known by its size and date. */
const LARGE = 2 ** 26;

/** What tells a file's content, or a folder's list of files, from any other; "" where there is none. */
async function digestOfFile(path: string): Promise<string> {
  try {
    const info = await Deno.stat(path);
    if (info.isDirectory) {
      const names = [];
      for await (const { name } of Deno.readDir(path)) {
        const { size, mtime } = await Deno.stat(join(path, name));
        names.push(`${name} ${size} ${mtime?.getTime()}`);
      }
      return await digest(names.sort().join("\n"));
    }
    return info.size > LARGE
      ? `${info.size} ${info.mtime?.getTime()}`
      : await digest(await Deno.readFile(path));
  } catch {
    return "";
  }
}

/** SHA-256, in hexadecimal digits. */
export async function digest(
  data: string | Uint8Array<ArrayBuffer>,
): Promise<string> {
  const bytes = typeof data === "string"
    ? new TextEncoder().encode(data)
    : data;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

const loaded = new Map<string, Promise<string>>();

/**
 * One digest of the files and folders of the project that this process runs:
 * as they were when it was first asked for, for what is loaded stays.
 */
export function loadedDigest(...names: string[]): Promise<string> {
  const key = names.join();
  if (!loaded.has(key)) loaded.set(key, digestOfAll(names));
  return loaded.get(key)!;
}

async function digestOfAll(names: string[]): Promise<string> {
  const paths = [];
  for (const path of names.map((name) => join(root, name))) {
    if ((await Deno.stat(path)).isFile) paths.push(path);
    else {
      for await (const { name, isFile } of Deno.readDir(path)) {
        if (isFile) paths.push(join(path, name));
      }
    }
  }
  return await digest(Object.values(await digests(paths.sort())).join());
}
