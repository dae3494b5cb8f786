/**
 * Reports: a notebook in, one self-contained HTML page out; or a set of
 * notebooks in, linked pages out. No disk, no network, no clock.
 *
 * @module
 */

export { ReportError } from "./page_context.ts";
export {
  renderReport,
  type Report,
  type ReportOptions,
} from "./render_report.ts";
export type { FileLink } from "./links.ts";
export { renderSite, type SitePage, type Source } from "./site.ts";
