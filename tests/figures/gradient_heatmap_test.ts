import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { gradientHeatmap } from "@lab/figures";
import { crossEntropyGrad, matrix } from "@lab/kernels";

const logits = matrix([[2, 1, 0.1], [0.3, -1, 1.2], [-0.5, 2.2, 0]]);
const targets = [1, 2, 1];

Deno.test("gradientHeatmap() says every entry of a small batch, and which are true", () => {
  const { alt } = gradientHeatmap(logits, targets);
  const said = alt.matchAll(/(class \d) ([+−]\d\.\d+)( \(true\))?/g)
    .toArray();
  const { data } = crossEntropyGrad(logits, targets);
  assertEquals(said.length, 9);
  said.forEach(([, , entry, isTrue], k) => {
    const value = Number(entry.replace("−", "-"));
    assert(Math.abs(value - data[k]) <= 0.0005, `${entry} for ${data[k]}`);
    assertEquals(isTrue !== undefined, k % 3 === targets[Math.floor(k / 3)]);
    assertEquals(value < 0, isTrue !== undefined);
  });
});

Deno.test("gradientHeatmap() outlines the target of each row that is not ignored", () => {
  const outlines = (targets: number[]) =>
    gradientHeatmap(logits, targets).svg
      .match(/stroke-width="2.5"[^>]*>(<rect [^>]*>)+/)![0].split("<rect")
      .length - 1;
  assertEquals([outlines(targets), outlines([1, -100, 1])], [3, 2]);
});

Deno.test("gradientHeatmap() names its rows, and those that are ignored", () => {
  const rows = ["Monday", "Tuesday", "Friday"];
  const { title, alt, svg } = gradientHeatmap(logits, [1, -100, 1], { rows });
  assertStringIncludes(title, "Each row that counts");
  assertStringIncludes(
    alt,
    "Tuesday (ignored): class 0 0, class 1 0, class 2 0.",
  );
  assertStringIncludes(svg, "Ignored: Tuesday<");
  assert(!gradientHeatmap(logits, targets).title.includes("that counts"));
  // A row that is certain and right has a gradient of 0.
  const certain = matrix([[2, 1], [1000, 0]]);
  assertStringIncludes(gradientHeatmap(certain, [0, 0]).title, "that counts");
});

Deno.test("gradientHeatmap() of one class says that there is nothing to learn", () => {
  const { title } = gradientHeatmap(matrix([[1], [2]]), [0, 0]);
  assertStringIncludes(title, "zero everywhere");
});
