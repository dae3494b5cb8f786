/**
 * The memory's limit: what it takes to copy the logits. A function that reads
 * all of them and writes as many results cannot be faster, unless it writes
 * over them.
 *
 * @module
 */
import type { Contender } from "./contender.ts";

export const copy: Contender = {
  name: "copying the logits",
  threads: 1,
  prepare(_, { data }) {
    const values = data.slice();
    return { run: () => values.set(data), results: () => ({}) };
  },
};
