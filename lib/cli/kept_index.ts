import { dirname, join } from "node:path";
import { decoded } from "../nbformat/mod.ts";
import { printable } from "./phrases.ts";

/**
 * The reason why an index.html stays as it is, if it does: somebody else wrote
 * it, its own notebook failed, or it lists reports that were not made now.
 *
 * @param index its path
 * @param stems the paths of the reports without ".html", from its folder; and
 * whether they are all that the project has
 */
export async function whyKeepIndex(
  index: string,
  { made, failed, isAll }: { made: string[]; failed: string[]; isAll: boolean },
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
  const lost: string[] = [];
  for (const [, href] of html.matchAll(/ href="?([^"\s>#]+)\.html\b/g)) {
    const stem = decoded(href);
    const path = join(dirname(index), `${stem}.html`);
    const isThere = await Deno.stat(path).then(() => true, () => false);
    if (isThere && ![...made, ...lost].includes(stem)) lost.push(stem);
  }
  if (lost.length) {
    const names = lost.map((stem) => `${stem}.html`).join(", ");
    return `it also lists ${printable(names)}`;
  }
}
