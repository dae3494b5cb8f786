/**
 * Digests, which tell whether files have changed.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { root } from "./files.ts";
import { filesBelow } from "./files_below.ts";

/** Digests of files by absolute path; "" for a file that does not exist. */
export type Digests = Record<string, string>;

/** Digests of files as they are now; for a folder, of its list of files. */
export async function digests(paths: Iterable<string>): Promise<Digests> {
  const mayExist = existence();
  const entries = [...paths].map(async (path) => {
    const digest = mayExist(path) ? digestOfFile(path).catch(() => "") : "";
    return [path, await digest] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Tells whether paths may exist now. It reads the list of each folder once:
 * asking for thousands of files that do not exist takes many times as long.
 */
export function existence(): (path: string) => boolean {
  const lists = new Map<string, Set<string> | undefined>();
  // To some file systems, names that differ only in these are the same.
  const plain = (name: string) => name.normalize().toLowerCase();
  const listOf = (folder: string) => {
    try {
      return new Set(Deno.readDirSync(folder).map(({ name }) => plain(name)));
    } catch (error) {
      // A folder that shows no list may hold a file all the same.
      return error instanceof Deno.errors.PermissionDenied
        ? undefined
        : new Set<string>();
    }
  };
  return (path) => {
    const folder = dirname(path);
    if (!lists.has(folder)) lists.set(folder, listOf(folder));
    return lists.get(folder)?.has(plain(basename(path))) ?? true;
  };
}

/** The paths of the files that have changed. */
export function changes(before: Digests, now: Digests): string[] {
  return Object.keys(now).filter((path) => now[path] !== before[path]);
}

/** Larger files are not read: their size and dates stand for the content. */
const LARGE = 2 ** 26;

/** The files read so far. A file is read again only when its state changes. */
const known = new Map<string, { state: string; digest: Promise<string> }>();

async function digestOfFile(path: string): Promise<string> {
  const info = await Deno.stat(path);
  if (info.isDirectory) {
    const lines = Deno.readDirSync(path).map(({ name }) => {
      try {
        return `${name} ${stateOf(Deno.statSync(join(path, name)))}`;
      } catch {
        return name; // a link that leads nowhere
      }
    });
    return await digest([...lines].sort().join("\n"));
  }
  const state = stateOf(info);
  // Reading a pipe would wait for ever.
  if (info.size > LARGE || !info.isFile) return state;
  if (known.get(path)?.state !== state) {
    known.set(path, { state, digest: Deno.readFile(path).then(digest) });
  }
  return await known.get(path)!.digest;
}

/** Changes whenever the file is written. */
function stateOf({ size, ino, mtime, ctime }: Deno.FileInfo): string {
  return [size, ino, mtime?.getTime(), ctime?.getTime()].join(" ");
}

/** SHA-256 in hexadecimal digits. */
export async function digest(
  data: string | Uint8Array<ArrayBuffer>,
): Promise<string> {
  const bytes = typeof data === "string"
    ? new TextEncoder().encode(data)
    : data;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** One digest of the code in folders of the project, with its settings. */
export async function digestOfCode(...folders: string[]): Promise<string> {
  const code = folders.map((folder) => join(root, folder)).flatMap(filesBelow);
  const settings = [join(root, "deno.json"), join(root, "deno.lock")];
  const paths = [...code, ...settings].sort();
  return await digest(Object.values(await digests(paths)).join());
}
