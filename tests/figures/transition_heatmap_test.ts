import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { transitionHeatmap } from "@lab/figures";
import { matrix } from "@lab/kernels";

Deno.test("transitionHeatmap() names the surest pair, the likeliest after each, and counts the rare ones", () => {
  const { title, alt } = transitionHeatmap(
    matrix([[0.75, 0.25, 0], [0.5, 0.495, 0.005], [0, 0, 1]]),
    { classes: ["sun", "rain", "snow"] },
  );
  assertStringIncludes(title, "After snow comes snow, with 1");
  assertStringIncludes(title, "4 of the 9 pairs have less than 0.01");
  assertStringIncludes(alt, "sun sun 0.75, rain sun 0.50, snow snow 1.");
});

Deno.test("transitionHeatmap() draws the likelier pairs stronger, from nothing at 0 to full colour at 1", () => {
  const tens = Array.from({ length: 10 }, (_, i) => i);
  const rows = tens.map((i) => tens.map((j) => (10 * i + j) / 99));
  const { svg } = transitionHeatmap(matrix(rows));
  // A path per shade, in the order of the probabilities.
  const paths = svg
    .matchAll(/<path ([^>]*stroke="var\(--cool\)".*?) d="([^"]+)"/g)
    .map(([, attributes, path]) => ({
      shade: Number(attributes.match(/-opacity="([^"]+)"/)?.[1]),
      squares: path.split("M").length - 1,
    })).toArray();
  assert(paths.every((d, i) => i === 0 || d.shade > paths[i - 1].shade));
  assertEquals(paths.at(-1)!.shade, 1);
  assertEquals(paths.reduce((sum, d) => sum + d.squares, 0), 99);
});

Deno.test("transitionHeatmap() leaves out names that have no room", () => {
  for (const [count, times] of [[2, 2], [8, 1], [40, 0]]) {
    const rows = Array(count).fill(Array(count).fill(1 / count));
    const classes = rows.map((_, i) => `the class ${i}`);
    const { svg } = transitionHeatmap(matrix(rows), { classes });
    assertEquals(svg.split(">the class 1<").length - 1, times);
  }
});
