import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  transitionHeatmap,
  transitionHeatmapData,
} from "../../lib/figures/transition_heatmap.ts";
import { matrix } from "@lab/kernels";

const weather = matrix([[0.75, 0.25, 0], [0.5, 0.495, 0.005], [0, 0, 1]]);
const classes = ["sun", "rain", "snow"];

Deno.test("transitionHeatmapData() has a cell a pair, row by row, and the likeliest of each row", () => {
  const { cells, likeliest } = transitionHeatmapData(weather, { classes });
  assertEquals(cells.map((c) => c.probability), [...weather.data]);
  assertEquals(
    likeliest.map((c) => [c.row, c.column]),
    [[0, 0], [1, 0], [2, 2]],
  );
});

Deno.test("transitionHeatmapData() shades rise with the probability, from none at 0 to full at 1", () => {
  const p = Array.from({ length: 100 }, (_, k) => k / 99);
  const square = matrix(
    Array.from({ length: 10 }, (_, i) => p.slice(10 * i, 10 * i + 10)),
  );
  const shades = transitionHeatmapData(square).cells.map((c) => c.shade);
  assertEquals([shades[0], shades[99]], [0, 1]);
  assert(shades.every((shade, i) => i === 0 || shade >= shades[i - 1]));
});

Deno.test("transitionHeatmap() names the surest pair and counts the rare ones", () => {
  const { title, alt } = transitionHeatmap(weather, { classes });
  assertEquals(
    title,
    "After snow comes snow, with 1; 4 of the 9 pairs have less than 0.01",
  );
  assertStringIncludes(
    alt,
    "The likeliest after each: sun sun 0.75, rain sun 0.50, snow snow 1.",
  );
});

Deno.test("transitionHeatmap() draws one path a shade, and nothing for probability 0", () => {
  const { svg } = transitionHeatmap(weather, { classes });
  const paths = svg.match(/<path [^>]*d="M/g) ?? [];
  const shades = new Set(
    transitionHeatmapData(weather).cells.map((c) => c.shade)
      .filter((shade) => shade > 0),
  );
  assertEquals(paths.length, shades.size);
});

Deno.test("transitionHeatmap() of a matrix that is not square, or with too few names, is a TypeError", () => {
  assertThrows(
    () => transitionHeatmap(matrix([[0.5, 0.5]])),
    TypeError,
    "Cannot draw what follows what: need as many columns as rows, got [1, 2]",
  );
  assertThrows(
    () => transitionHeatmap(weather, { classes: ["sun"] }),
    TypeError,
    "Cannot name the classes: need 3 names, got 1",
  );
});
