import { assertEquals, assertStringIncludes } from "@std/assert";
import { lossArea } from "@lab/figures";

const truth = [0.6, 0.25, 0.15];

Deno.test("lossArea() names the surplus of each forecast over the entropy of the truth", () => {
  const { title, alt, svg } = lossArea(truth, {
    timid: [1 / 3, 1 / 3, 1 / 3],
    honest: truth,
    bold: [0.98, 0.01, 0.01],
  });
  assertEquals(
    title,
    "Honesty is cheapest: timid pays 0.161 nats more and bold 0.917",
  );
  for (
    const said of [
      "area 1.099 nats, of which 0.161 are the KL divergence",
      "area 0.938 nats.",
      "area 1.854 nats, of which 0.917 are the KL divergence",
    ]
  ) assertStringIncludes(alt, said);
  assertStringIncludes(svg, ">1.854 nats, KL divergence 0.917<");
});

Deno.test("lossArea() knows a free, a barely dearer and an infinite forecast", () => {
  const title = (p: number[]) => lossArea([0.5, 0.5], { it: p }).title;
  assertEquals(
    title([0.5, 0.5]),
    "Each forecast is honest, and pays no more than the entropy of the truth",
  );
  assertEquals(
    title([0.501, 0.499]),
    "Honesty is cheapest: it pays 2×10⁻⁶ nats more",
  );
  assertEquals(title([1, 0]), "Honesty is cheapest: it pays ∞ nats more");
});

Deno.test("lossArea() cuts a model's name where it has no room", () => {
  const { svg } = lossArea([0.5, 0.5], { "a model with a long name": [1, 0] });
  assertStringIncludes(svg, ">a model with a lo…<");
});
