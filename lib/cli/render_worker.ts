/**
 * Renders notebooks without any permission. The code is all that it may read, and
 * that only until it has begun.
 *
 * @module
 */
/// <reference lib="deno.worker" />
import { renderSite } from "../report/mod.ts";
import type { News, Order } from "./render_apart.ts";

await Deno.permissions.revoke({ name: "read" });

const tell = (news: News) => self.postMessage(JSON.stringify(news));

self.onmessage = ({ data }: MessageEvent<string>) => {
  try {
    const [sources, others]: Order = JSON.parse(data);
    const { pages, warnings } = renderSite(
      sources,
      others,
      (notebook, part) => tell({ notebook, part }),
    );
    const made = pages.map(({ file, html, report: holds }) => ({
      ...{ file, html },
      ...holds &&
        { holds: { figures: holds.figures, formulas: holds.formulas } },
    }));
    tell({ pages: made, warnings });
  } catch (error) {
    const { name, message, stack } = error as Error;
    tell({ failure: name === "ReportError" ? message : stack ?? message });
  }
};
