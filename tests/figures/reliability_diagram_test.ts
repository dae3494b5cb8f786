import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  reliabilityDiagram,
  reliabilityDiagramData,
} from "../../lib/figures/reliability_diagram.ts";
import { matrix } from "@lab/kernels";

/** Twenty forecasts of two classes that are 90 % sure of the first, right in so many. */
function sure(right: number) {
  return {
    logits: matrix(Array.from({ length: 20 }, () => [Math.log(9), 0])),
    targets: Array.from({ length: 20 }, (_, i) => i < right ? 0 : 1),
  };
}

Deno.test("reliabilityDiagramData() has the interval of Wilson", () => {
  // By hand: (0.9 + z²/40) / (1 + z²/20) ± z / (1 + z²/20) · √(0.09/20 + z²/1600), z = 1.96.
  const { logits, targets } = sure(18);
  const { all } = reliabilityDiagramData(logits, targets, { bins: 1 });
  assertAlmostEquals(all.confidence, 0.9, 1e-12);
  assertAlmostEquals(all.frequency, 0.9, 1e-12);
  assertAlmostEquals(all.low, 0.6990, 5e-5);
  assertAlmostEquals(all.high, 0.9721, 5e-5);
});

Deno.test("reliabilityDiagramData() never leaves 0 to 1, and is never sure after few cases", () => {
  for (const right of [0, 20]) {
    const { logits, targets } = sure(right);
    const { low, high } = reliabilityDiagramData(logits, targets).all;
    assert(low >= 0 && high <= 1);
    assert(high - low > 0.1);
  }
});

Deno.test("reliabilityDiagramData() sorts by confidence into groups of about equal size", () => {
  const logits = matrix(
    Array.from({ length: 10 }, (_, i) => [0, (7 * i) % 10, -1]),
  );
  const targets = Array.from({ length: 10 }, () => 1);
  const { all, groups } = reliabilityDiagramData(logits, targets, { bins: 3 });
  assertEquals(groups.map(({ count }) => count), [3, 3, 4]);
  assert(
    groups.every((g, k) => k === 0 || g.confidence > groups[k - 1].confidence),
  );
  const sum = groups.reduce((sum, g) => sum + g.count * g.confidence, 0);
  assertAlmostEquals(sum / 10, all.confidence, 1e-12);
});

Deno.test("reliabilityDiagram() says which way the confidence errs", () => {
  const title = (right: number) => {
    const { logits, targets } = sure(right);
    return reliabilityDiagram(logits, targets).title;
  };
  assertEquals(
    title(15),
    "The forecasts are 90\u00a0% sure and right in 75\u00a0% of cases: too confident, on average",
  );
  assertStringIncludes(title(19), "right in 95\u00a0% of cases: too modest");
  assertStringIncludes(title(18), "as confident as they may be");
});

Deno.test("reliabilityDiagram() tells every group", () => {
  const { logits, targets } = sure(15);
  const { alt } = reliabilityDiagram(logits, targets, { bins: 1 });
  assertStringIncludes(
    alt,
    "20 forecasts were 90\u00a0% sure and right in 75\u00a0% (95 % interval 53\u00a0% to 89\u00a0%).",
  );
});

Deno.test("reliabilityDiagram() with a target too few, or an empty group, is an error", () => {
  const { logits, targets } = sure(15);
  assertThrows(
    () => reliabilityDiagram(logits, targets.slice(1)),
    TypeError,
    "Cannot draw reliability: need one target a row, got 19 targets for 20 rows",
  );
  for (const bins of [0, 21, 1.5, NaN]) {
    assertThrows(
      () => reliabilityDiagram(logits, targets, { bins }),
      RangeError,
      `Cannot draw reliability: need from 1 to 20 groups, got ${bins}`,
    );
  }
});
