/**
 * The pages of a set of reports: their names, the links between them, and the
 * page that lists them.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Failure } from "./command.ts";
import { type NotebookFile, shown } from "./files.ts";

/** The page that lists the reports of a folder. */
export const INDEX = "index.html";

/** The name of a notebook's page. */
export function pageOf(file: NotebookFile): string {
  return isFront(file) ? INDEX : `${file.stem}.html`;
}

/** Whether a notebook's page is the front page of its set, in the place of the list. */
export function isFront({ stem }: NotebookFile): boolean {
  return stem.toLowerCase() === "index"; // as some file systems see it
}

/** The link to a notebook's page, without an apostrophe, which HTML would hold as an entity. */
export function hrefOf(file: NotebookFile): string {
  return encodeURIComponent(pageOf(file)).replaceAll("'", "%27");
}

/**
 * Two notebooks must not write the same page.
 *
 * @throws {Failure} naming the notebooks
 */
export function refuseClashes(files: NotebookFile[]): void {
  const writers = new Map<string, NotebookFile>();
  for (const file of files) {
    const page = pageOf(file).toLowerCase(); // as some file systems see it
    const other = writers.get(page);
    if (other) {
      throw new Failure(
        `Cannot write one report for two notebooks: ${shown(other.path)} ` +
          `and ${shown(file.path)} would both be ${pageOf(file)}`,
      );
    }
    writers.set(page, file);
  }
}

/**
 * Why a folder's index.html must stay, if it must: because it is no list of
 * reports, or because it lists others than these.
 *
 * @param out the folder
 * @param files the notebooks that would be listed, or undefined for whatever there is
 */
export async function whyKeepIndex(
  out: string,
  files?: NotebookFile[],
): Promise<string | undefined> {
  const path = join(out, INDEX);
  const index = await Deno.readTextFile(path).catch(() => undefined);
  if (index === undefined) return;
  if (!index.includes('<meta name="generator" content="softmax-lab">')) {
    return "is not a list of reports";
  }
  if (!files) return;
  const links = [...index.matchAll(/href="([^"#:/]+\.html)"/g)];
  const others = new Set(links.map(([, href]) => href))
    .difference(new Set(files.map(hrefOf)));
  const there = await Promise.all([...others].map(async (href) => {
    const url = new URL(href, pathToFileURL(path));
    return await Deno.stat(url).then(() => [href], () => []);
  }));
  const names = there.flat();
  if (names.length) return `also lists ${names.join(", ")}`;
}

/** The names of the pages that a folder holds, and of the list, which every export has. */
export async function otherPages(out: string): Promise<string[]> {
  const names = [INDEX];
  try {
    for await (const { name } of Deno.readDir(out)) {
      if (name.endsWith(".html") && name !== INDEX) names.push(name);
    }
  } catch {
    // It is not there yet.
  }
  return names.sort();
}
