/**
 * Tests that a contender computes the right results.
 *
 * @module
 */
import { checkAgreement } from "./agree.ts";
import { batchFor, type Case, cases, nameOf } from "./cases.ts";
import type { Contender } from "./contender.ts";
import { ours } from "./ours.ts";

/** The small shape, in both precisions. */
const small = cases.filter(({ rows }) => rows === 32)
  .flatMap((what): Case[] => [what, { ...what, dtype: "float64" }]);

/** @throws {Failure} when a contender does not get the results that ours get */
export async function checkContender(contender: Contender): Promise<void> {
  for (const what of small) {
    if (contender.computes?.(what) === false) continue;
    const batch = batchFor(what);
    const wanted = await (await ours.prepare(what, batch)).results();
    const ready = await contender.prepare(what, batch);
    await ready.run();
    const name = `${nameOf(what)}: ${contender.name}`;
    checkAgreement(name, await ready.results(), wanted);
    await ready.forget?.();
  }
}
