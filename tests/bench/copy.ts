/**
 * The limit that memory sets: the time to copy the logits. A function that reads
 * all of them and writes as many results cannot be faster, unless it overwrites
 * them.
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
