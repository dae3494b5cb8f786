/**
 * The images beside a notebook that its text shows.
 *
 * @module
 */
import { dirname, extname, resolve } from "node:path";
import { type MimeBundle, type Notebook, pathIn } from "../nbformat/mod.ts";
import { isWithin } from "./files.ts";

/** The types of images, by the ends of their files' names. */
const TYPES: Record<string, string> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".svg": "image/svg+xml",
};

/** The addresses of images in Markdown and HTML. Bounds keep the search linear. */
const ADDRESSES =
  /!\[[^\]]{0,999}\]\(\s{0,99}(?:<([^>\n]{1,999})>|([^\s)]+))|^ {0,3}\[[^\]]{1,999}\]:\s*(\S+)|\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/gim;

/** The paths of images that a notebook's text and outputs name, relative to its folder; they may not exist. */
export function imagePaths({ cells }: Notebook): string[] {
  const texts = cells.flatMap((cell) =>
    cell.cell_type !== "code"
      ? [cell.source]
      : cell.outputs.flatMap((output) =>
        "data" in output
          ? [output.data["text/markdown"], output.data["text/html"]]
          : []
      )
  );
  const found = texts.filter((text) => typeof text === "string")
    .flatMap((text) => [...text.matchAll(ADDRESSES)])
    .map((groups) => pathIn(groups.slice(1).find((one) => one) ?? ""))
    .filter((path) => extname(path).toLowerCase() in TYPES)
    .filter((path) => !/^([a-z][a-z\d+.-]+:|[/\\])/i.test(path));
  return [...new Set(found)];
}

/** The images that a notebook names and that lie in its folder or below it, by their paths. */
export async function readImages(
  path: string,
  notebook: Notebook,
): Promise<Record<string, MimeBundle>> {
  const folder = await Deno.realPath(dirname(path)).catch(() => dirname(path));
  const images: Record<string, MimeBundle> = {};
  for (const name of imagePaths(notebook)) {
    try {
      const file = await Deno.realPath(resolve(folder, name));
      // Not a pipe, which would wait for ever.
      if (!isWithin(file, folder) || !(await Deno.stat(file)).isFile) continue;
      const type = TYPES[extname(name).toLowerCase()];
      images[name] = { [type]: (await Deno.readFile(file)).toBase64() };
    } catch {
      // There is no such file. The page says so.
    }
  }
  return images;
}
