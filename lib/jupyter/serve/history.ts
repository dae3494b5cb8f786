/**
 * The cells that a kernel has run, as front ends ask for them.
 *
 * @module
 */

import type { Json } from "../../nbformat/mod.ts";

/** The sources of one kernel's cells, and the counts that they have: 1, 2, 3 and so on. */
export class History {
  readonly #cells: [count: number, source: string][] = [];

  /** The count of the last cell, or 0. */
  get count(): number {
    return this.#cells.length;
  }

  /** Adds a cell. */
  add(source: string): void {
    this.#cells.push([this.count + 1, source]);
  }

  /**
   * The entries that a `history_request` asks for. Each has the number of its
   * session, which is 0, its count and its source.
   */
  find(request: Record<string, Json>): Json[] {
    const { hist_access_type, n, start, stop, pattern, output, unique } =
      request;
    let found = this.#cells;
    if (hist_access_type === "range") {
      const to = typeof stop === "number" ? stop : Infinity;
      found = found.filter(([at]) => at >= Number(start ?? 1) && at < to);
    }
    if (hist_access_type === "search") {
      const glob = RegExp.escape(String(pattern ?? "*"))
        .replaceAll(String.raw`\*`, ".*").replaceAll(String.raw`\?`, ".");
      const regex = new RegExp(`^${glob}$`, "s");
      found = found.filter(([, source], i) =>
        regex.test(source) && !(unique &&
          found.some(([, other], j) => j > i && other === source))
      );
    }
    if (typeof n === "number" && hist_access_type !== "range") {
      found = found.slice(-n || found.length);
    }
    return found.map(([count, source]) =>
      output ? [0, count, [source, null]] : [0, count, source]
    );
  }
}
