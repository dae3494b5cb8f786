/**
 * Reports: a notebook in, one self-contained HTML page out; or a set of
 * notebooks in, linked pages out. No disk, no network, no clock.
 *
 * @module
 */

export {
  checkLinks,
  type IndexEntry,
  type Link,
  type LinkedPage,
  notebookTitle,
  renderIndex,
  renderReport,
  type Report,
  type ReportOptions,
} from "./legacy.ts";
export { ReportError } from "./page_context.ts";
export { renderSite, type SitePage, type Source } from "./site.ts";
