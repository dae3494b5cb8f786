/**
 * Renders notebooks without any permission. The code is all that it may read, and
 * that only until it has begun.
 *
 * @module
 */
import { renderSite } from "../report/mod.ts";
import type { News } from "./renderer.ts";

await Deno.permissions.revoke({ name: "read" });

const worker = self as unknown as Pick<Worker, "onmessage" | "postMessage">;
const tell = (news: News) => worker.postMessage(JSON.stringify(news));

worker.onmessage = ({ data }: MessageEvent<string>) => {
  try {
    const { pages, ...rest } = renderSite(
      JSON.parse(data),
      (notebook, part) => tell({ notebook, part }),
    );
    const made = pages.map(({ file, html, report: holds }) => ({
      ...{ file, html },
      ...holds &&
        { holds: { figures: holds.figures, formulas: holds.formulas } },
    }));
    tell({ pages: made, ...rest });
  } catch (error) {
    const { name, message, stack } = error as Error;
    tell({ failure: name === "ReportError" ? message : stack ?? message });
  }
};
