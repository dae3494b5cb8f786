/**
 * Reports: a notebook in, one self-contained HTML page out. No disk, no
 * network, no clock.
 *
 * @module
 */

export { ReportError } from "./error.ts";
export { type IndexEntry, renderIndex } from "./index_page.ts";
export { checkLinks, type FoundLink, type LinkedPage } from "./links.ts";
export {
  type Link,
  notebookTitle,
  renderReport,
  type Report,
  type ReportOptions,
} from "./report.ts";
export { renderSite, type SitePage, type Source } from "./site.ts";
