import { assert, assertEquals } from "@std/assert";
import { sample, seededRandom } from "@lab/kernels";

Deno.test("seededRandom() gives the same numbers for a seed, and others for another", () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 5 }, () => random());
  };
  assertEquals(draw(14), draw(14));
  assertEquals(draw(14).filter((u) => draw(15).includes(u)), []);
  // The first numbers of mulberry32 with seed 0, by a program in C.
  assertEquals(draw(0).slice(0, 3).map((u) => u * 2 ** 32), [
    1144304738,
    1416247,
    958946056,
  ]);
});

Deno.test("seededRandom() is even over ten parts, from 0 up to 1", () => {
  const random = seededRandom(2 ** 32 - 1);
  const counts = new Array(10).fill(0);
  for (let k = 0; k < 100_000; k++) {
    const u = random();
    assert(u >= 0 && u < 1);
    counts[Math.floor(10 * u)]++;
  }
  // Five standard deviations of a count of 10,000 are 475.
  for (const count of counts) assert(Math.abs(count - 10_000) < 475);
});

Deno.test("seededRandom() draws classes that can be drawn again", () => {
  const draw = (random: () => number) =>
    Array.from({ length: 20 }, () => sample([0.5, 0.3, 0.2], random));
  assertEquals(draw(seededRandom(1)), draw(seededRandom(1)));
});
