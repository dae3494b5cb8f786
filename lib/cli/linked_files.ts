/**
 * The files beside notebooks to which their text links. They are copied beside
 * the pages, where the links lead.
 *
 * @module
 */
import { dirname, join } from "node:path";
import type { FileLink } from "../report/mod.ts";
import { isWithin } from "./files.ts";

/** A file to copy. */
export interface Copy {
  /** Its path from the folder of the pages. */
  file: string;
  source: string;
  /** Its content, if that is known. */
  text?: string;
}

/** Larger files are not copied. */
const MOST_MEGABYTES = 20;

/**
 * Finds the files that links lead to, where they lead to no page. A file counts
 * if it lies in the folder of its notebook or below it.
 *
 * @param base the folder of the notebooks
 * @param out the folder of the pages, to whose other files links may lead, too
 * @returns the files, and a message for each link that leads nowhere
 */
export async function linkedFiles(
  links: FileLink[],
  base: string,
  out: string,
): Promise<{ copies: Copy[]; warnings: string[] }> {
  const copies = new Map<string, Copy>();
  const warnings: string[] = [];
  for (const { href, from, page, path: file } of links) {
    const source = join(base, file);
    const found = await sizeWithin(source, join(base, dirname(page)));
    if (found && found <= MOST_MEGABYTES * 1e6) {
      if (source !== join(out, file)) copies.set(file, { file, source });
    } else if (!await sizeWithin(join(out, file), out)) {
      const where = found
        ? `to a file of ${Math.ceil(found / 1e6)} MB, which is not copied: ` +
          `need at most ${MOST_MEGABYTES} MB`
        : "to no page of this report, and to no file in the notebook's folder";
      warnings.push(`${from}: the link ${href} leads ${where}`);
    }
  }
  return { copies: [...copies.values()], warnings };
}

/** The size of a file in a folder or below it, and not hidden there; never 0. */
async function sizeWithin(
  path: string,
  folder: string,
): Promise<number | undefined> {
  try {
    const [file, parent] = await Promise.all([path, folder].map(Deno.realPath));
    if (!isWithin(file, parent)) return;
    if (/[/\\]\./.test(file.slice(parent.length))) return;
    const { isFile, size } = await Deno.stat(file);
    return isFile ? Math.max(size, 1) : undefined;
  } catch {
    return; // There is no such file.
  }
}
