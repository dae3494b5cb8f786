import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  gradientHeatmap,
  gradientHeatmapData,
} from "../../lib/figures/gradient_heatmap.ts";
import { matrix } from "@lab/kernels";

const logits = matrix([[2, 1, 0.1], [0.3, -1, 1.2], [-0.5, 2.2, 0]]);
const targets = [1, 2, 1];

Deno.test("gradientHeatmapData() has negative entries at the targets only, in rows that sum to 0", () => {
  const { cells, sums, names } = gradientHeatmapData(logits, targets);
  assertEquals(names, ["buy", "hold", "sell"]);
  assertEquals(cells.length, 9);
  for (const { row, column, gradient, isTarget } of cells) {
    assertEquals(isTarget, column === targets[row]);
    assertEquals(gradient < 0, isTarget);
  }
  for (const { sum } of sums) {
    // Entries below 1/3 each round to 2^-54.
    assert(Math.abs(sum) <= Number.EPSILON, `${sum}`);
  }
});

Deno.test("gradientHeatmapData() mean is the sum divided by the rows", () => {
  const mean = gradientHeatmapData(logits, targets).cells;
  const sum = gradientHeatmapData(logits, targets, { reduction: "sum" }).cells;
  mean.forEach((cell, i) =>
    assert(Math.abs(3 * cell.gradient - sum[i].gradient) <= Number.EPSILON)
  );
});

Deno.test("gradientHeatmapData() an ignored row is 0 and has no target", () => {
  const { cells } = gradientHeatmapData(logits, [1, -100, 1]);
  const ignored = cells.filter((c) => c.row === 1);
  assertEquals(ignored.map((c) => c.gradient), [0, 0, 0]);
  assertEquals(ignored.map((c) => c.isTarget), [false, false, false]);
});

Deno.test("gradientHeatmap() tells every entry of a small batch", () => {
  const { alt } = gradientHeatmap(logits, targets);
  assertStringIncludes(
    alt,
    "row 0: buy +0.220, hold −0.253 (true), sell +0.033.",
  );
});

Deno.test("gradientHeatmap() names its rows, and those that are ignored", () => {
  const rows = ["Monday", "Tuesday", "Friday"];
  const { title, alt, svg } = gradientHeatmap(logits, [1, -100, 1], { rows });
  assertEquals(
    title,
    "Each row that counts is negative at its true class only, and sums to zero",
  );
  assertStringIncludes(alt, "Tuesday (ignored): buy 0, hold 0, sell 0.");
  assertStringIncludes(svg, "Ignored: Tuesday<");
  assertEquals(
    gradientHeatmap(logits, targets, { rows }).title,
    "Each row is negative at its true class only, and sums to zero",
  );
  const error = assertThrows(
    () => gradientHeatmap(logits, targets, { rows: ["Monday"] }),
    TypeError,
  );
  assertEquals(
    error.message,
    "Cannot name the rows: need 3 names, got 1",
  );
});

Deno.test("gradientHeatmap() of one class says that there is nothing to learn", () => {
  assertEquals(
    gradientHeatmap(matrix([[1], [2]]), [0, 0]).title,
    "The gradient is zero everywhere: there is nothing to learn",
  );
});

Deno.test("gradientHeatmap() refuses what the loss refuses", () => {
  assertThrows(() => gradientHeatmap(logits, [0, 1]), TypeError);
  assertThrows(() => gradientHeatmap(logits, [0, 1, 3]), RangeError);
});
