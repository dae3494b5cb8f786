import { assert, assertStringIncludes } from "@std/assert";
import { temperatureMultiples } from "@lab/figures";
import { softmax } from "@lab/kernels";

const logits = [2, 1, 0.1];

Deno.test("temperatureMultiples() says softmax at 0.1, 0.5, 1, 2 and 10 by default", () => {
  const { alt } = temperatureMultiples(logits);
  for (const temperature of [0.1, 0.5, 1, 2, 10]) {
    const [buy, hold, sell] = softmax(logits, { temperature })
      .map((p) => p > 0.9995 ? ">0.999" : p < 0.0005 ? "<0.001" : p.toFixed(3));
    assertStringIncludes(
      alt,
      `T = ${temperature}: class 0 ${buy}, class 1 ${hold}, class 2 ${sell}.`,
    );
  }
});

Deno.test("temperatureMultiples() compares the coldest with the hottest", () => {
  const title = (logits: number[], temperatures?: number[]) =>
    temperatureMultiples(logits, { temperatures }).title;
  assertStringIncludes(
    title(logits),
    "class 0 has >0.99 at T = 0.1 and 0.37 at T = 10",
  );
  assertStringIncludes(
    title(logits, [2, 0, Infinity]),
    "class 0 has 1 at T = 0 and 0.33 at T = ∞",
  );
  assertStringIncludes(title(logits, [1]), "At T = 1 class 0 has 0.66");
  assert(!title([1, 1]).includes("concentrates"));
});
