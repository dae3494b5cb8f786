import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { draws } from "@lab/figures";
import { sample, seededRandom, softmax } from "@lab/kernels";

const logits = [1.2, 0.3, -0.8];

Deno.test("draws() shows what sample() draws from softmax, in order, at each temperature", () => {
  const { svg, alt } = draws(logits, { temperatures: [1, 10], seed: 3 });
  for (const temperature of [1, 10]) {
    const random = seededRandom(3);
    const p = softmax(logits, { temperature });
    const drawn = Array.from({ length: 60 }, () => sample(p, random));
    const [buy, hold, sell] = [0, 1, 2]
      .map((i) => drawn.filter((k) => k === i).length);
    assertStringIncludes(
      alt,
      `T = ${temperature}: class 0 ${buy}, class 1 ${hold} and class 2 ${sell}.`,
    );
    if (temperature > 1) continue;
    // The squares of the first row of the first strip, from left to right.
    const starts = ["0", "1", "2"].flatMap((i) => {
      const path = new RegExp(`class-${i}\\)"[^>]*><path d="([^"]+)"`).exec(
        svg,
      );
      // The legend's square comes first.
      return path![1].split("M").slice(2).map((piece) => {
        const [x, y] = piece.split("L")[0].split(",").map(Number);
        return { i: Number(i), x, y };
      });
    });
    const top = Math.min(...starts.map(({ y }) => y));
    const first = starts.filter(({ y }) => y === top)
      .sort((a, b) => a.x - b.x);
    assertEquals(first.map(({ i }) => i), drawn.slice(0, 20));
  }
});

Deno.test("draws() says how often the favourite comes, cold and hot", () => {
  assertEquals(
    draws([5, 0], { temperatures: [1000, 0], count: 10 }).title
      .replace(/\d+ at T = 1000/, "N at T = 1000"),
    "Of 10 draws, class 0 gets 10 at T = 0 and N at T = 1000",
  );
  assertStringIncludes(draws([5, 0], { count: 1 }).title, "Of 1 draw, class 0");
  const titles = [1, 2].map((seed) =>
    draws([0, 0], { temperatures: [1], seed }).title
  );
  assert(titles[0] !== titles[1]);
});
