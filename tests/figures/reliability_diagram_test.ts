import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { reliabilityDiagram } from "@lab/figures";
import { matrix } from "@lab/kernels";

/** The figure of forecasts that are 90 % sure of the first of two classes, of which this many are right. */
function sure(right: number, rows: number) {
  return reliabilityDiagram(
    matrix(Array.from({ length: rows }, () => [Math.log(9), 0])),
    Array.from({ length: rows }, (_, i) => i < right ? 0 : 1),
  );
}

/** The numbers of each group: its size, and in % its confidence, its frequency and the interval. */
function groupsOf(alt: string): number[][] {
  return alt.split(". ").slice(1, -1)
    .map((group) => group.replace("95 %", "").match(/\d+/g)!.map(Number));
}

Deno.test("reliabilityDiagram() says which way the confidence errs", () => {
  for (
    const [right, rows, said] of [
      [15, 20, "90\u00a0% sure and right in 75\u00a0% of cases: too confident"],
      [190, 200, "right in 95\u00a0% of cases: too modest"],
      [17, 20, "right in 85\u00a0% of cases: chance"],
      [19, 20, "right in 95\u00a0% of cases: chance"],
      [18, 20, "as confident as they may be"],
    ] as const
  ) assertStringIncludes(sure(right, rows).title, said);
});

Deno.test("reliabilityDiagram() gives Wilson's interval", () => {
  // (f + z²/40) / (1 + z²/20) ± z / (1 + z²/20) · √(f (1 − f)/20 + z²/1600), z = 1.96.
  assertEquals(groupsOf(sure(38, 80).alt), [
    [20, 90, 100, 84, 100],
    [20, 90, 90, 70, 97],
    [20, 90, 0, 0, 16],
    [20, 90, 0, 0, 16],
  ]);
});

Deno.test("reliabilityDiagram() sorts by confidence into four groups of about equal size", () => {
  const logits = Array.from({ length: 10 }, (_, i) => [0, (7 * i % 10) / 4]);
  const { alt } = reliabilityDiagram(matrix(logits), Array(10).fill(1));
  const groups = groupsOf(alt);
  assertEquals(groups.map(([count]) => count), [2, 3, 2, 3]);
  assert(groups.every((g, k) => k === 0 || g[1] > groups[k - 1][1]), alt);
});
