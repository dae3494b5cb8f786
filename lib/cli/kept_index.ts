import { dirname, join } from "node:path";
import { decoded } from "../nbformat/mod.ts";
import { isThere } from "./files.ts";
import { printable } from "./phrases.ts";

/**
 * The reason why an index.html stays as it is, if it does: somebody else wrote
 * it, its own notebook failed, or it lists reports that were not made now. A
 * report whose notebook is gone from its folder is left out with a warning.
 *
 * @param index its path
 * @param stems the paths of the reports without ".html", from its folder; and
 * whether they are all that the project has
 * @param isGone whether the notebook of a report would have been found now
 */
export async function whyKeepIndex(
  index: string,
  { made, failed, isAll }: { made: string[]; failed: string[]; isAll: boolean },
  isGone: (stem: string) => Promise<boolean>,
): Promise<string | undefined> {
  const html = await Deno.readTextFile(index).catch(() => undefined);
  if (html === undefined) return;
  if (!/<meta name="?generator"? content="?softmax-lab"?>/.test(html)) {
    return "it is not a list of reports";
  }
  // Some file systems ignore case.
  const isFront = (stem: string) => stem.toLowerCase() === "index";
  if (failed.some(isFront)) return "its notebook failed";
  if (made.some(isFront) || (isAll && !failed.length)) return;
  const hrefs = html.matchAll(/ href="?([^"\s>#]+)\.html\b/g);
  const listed = new Set(hrefs.map(([, href]) => decoded(href)));
  const lost: string[] = [];
  const gone: string[] = [];
  for (const stem of listed.difference(new Set(made))) {
    const page = `${stem}.html`;
    if (!await isThere(join(dirname(index), page))) continue;
    lost.push(page);
    if (await isGone(stem)) gone.push(page);
  }
  if (!lost.length) return;
  // Without a report of now, it may list those of another folder.
  if (gone.length === lost.length && made.some((stem) => listed.has(stem))) {
    for (const page of gone) {
      console.error(`Warning: ${printable(page)} has no notebook any more`);
    }
    return;
  }
  const names = (pages: string[]) => printable(pages.join(", "));
  const way = gone.length ? `; to replace it, delete ${names(gone)}` : "";
  return `it also lists ${names(lost)}${way}`;
}
