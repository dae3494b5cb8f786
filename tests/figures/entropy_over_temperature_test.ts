import { assert, assertEquals } from "@std/assert";
import { entropyOverTemperature } from "@lab/figures";
import { entropy, softmax } from "@lab/kernels";
import { curves } from "./curves.ts";

/** Entropies in nats, with two decimals, and the temperatures they belong to. */
function said(logits: number[]): string[] {
  return entropyOverTemperature(logits).alt.match(/\d+(\.\d+)?/g)!;
}

Deno.test("entropyOverTemperature() says the entropy from ln(ties) to ln(unmasked classes)", () => {
  for (
    const [logits, ties, unmasked] of [
      [[2, 1, 0.1], 1, 3],
      [[5, 0], 1, 2],
      [[1, 1, 0, -Infinity], 2, 3],
      [[0, 0], 2, 2],
    ] as const
  ) {
    const numbers = said([...logits]);
    assertEquals(numbers[0], Math.log(ties).toFixed(2), `${logits}`);
    assertEquals(numbers.at(-1), Math.log(unmasked).toFixed(2), `${logits}`);
    const { title } = entropyOverTemperature([...logits]);
    assert(title.includes(`ln ${unmasked} = `), title);
    assertEquals(title.includes("climbs"), ties < unmasked, title);
  }
});

Deno.test("entropyOverTemperature() marks the entropy of softmax at T = 1", () => {
  const logits = [1.2, 0.3, -0.8];
  const { svg } = entropyOverTemperature(logits);
  const exact = entropy(softmax(logits)).toFixed(2);
  assert(svg.includes(`>${exact} nats<`), svg);
});

Deno.test("entropyOverTemperature() draws the entropy of softmax, rising between its limits", () => {
  const logits = [0.6, 0.3, 0]; // So near that T runs from 0.05 to 30 exactly.
  const { svg } = entropyOverTemperature(logits);
  // The first two dots are the limits, at 0 and at ln 3.
  const [zero, top] = svg.matchAll(/<circle r="6" cy="([\d.]+)"/g)
    .map(([, y]) => Number(y)).toArray();
  const [points] = curves(svg);
  points.forEach(([, y], i) => {
    const temperature = 0.05 * 600 ** (i / (points.length - 1));
    const share = entropy(softmax(logits, { temperature })) / Math.log(3);
    assert(Math.abs(y - zero - share * (top - zero)) < 0.015, `${i}: ${y}`);
    assert(i === 0 || y <= points[i - 1][1], `${i}: ${y}`);
  });
});
