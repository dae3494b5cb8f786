/** What lib/cli still calls by itself. */
import type { Notebook } from "../nbformat/mod.ts";
import { listPage } from "./cards.ts";
import { checkLinks as check } from "./links.ts";
import type { Link, Navigation } from "./page.ts";
import {
  framed,
  type LinkedReport,
  renderText,
  type ReportOptions as Options,
} from "./render_report.ts";

export type { Link };
export type Report = LinkedReport;
export type ReportOptions = Options & Navigation & { others?: IndexEntry[] };
export interface IndexEntry {
  href: string;
  report: Pick<Report, "title" | "summary" | "figure" | "figures">;
}
export interface LinkedPage {
  href: string;
  report: Pick<Report, "links" | "anchors">;
}

const card = ({ href, report }: IndexEntry) => ({ ...report, href });

export function renderReport(notebook: Notebook, options: ReportOptions) {
  const others = options.others?.map(card);
  return framed(renderText(notebook, options), options, others);
}

export function renderIndex(entries: IndexEntry[]): string {
  return listPage(entries.map(card));
}

export function checkLinks(pages: LinkedPage[], others: string[] = []) {
  return check(pages.map(({ href, report }) => ({ ...report, href })), others);
}

export function notebookTitle(notebook: Notebook, name: string): string {
  return renderText(notebook, { name }).title;
}
