import { testWith } from "../permissions.ts";
import { checkAgreement } from "./agree.ts";
import { batchFor, type Case, cases, nameOf } from "./cases.ts";
import type { Contender } from "./contender.ts";
import {
  ours,
  oursInArrays,
  oursInPlace,
  oursOnTwoThreads,
  readable,
} from "./ours.ts";
import { plain } from "./plain.ts";

/** The small shape, in both precisions. */
const small = cases.filter(({ rows }) => rows === 32)
  .flatMap((what): Case[] => [what, { ...what, dtype: "float64" }]);

async function check(contender: Contender): Promise<void> {
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

for (
  const contender of [
    oursInPlace,
    oursInArrays,
    oursOnTwoThreads,
    readable,
    plain,
  ]
) {
  Deno.test(`${contender.name}: gives what is timed as ours`, () =>
    check(contender));
}

// Loading these needs permissions.
const needs: Deno.PermissionDescriptor[] = [
  { name: "read" },
  { name: "env" },
  { name: "sys" },
];

testWith("tfjs-wasm: gives what is timed as ours", needs, async () => {
  await check((await import("./tfjs.ts")).tfjs);
});

testWith("onnxruntime-web: gives what is timed as ours", needs, async () => {
  await check((await import("./onnxruntime_web.ts")).onnxruntimeWeb);
});
