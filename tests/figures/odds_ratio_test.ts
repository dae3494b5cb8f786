import { assertStringIncludes } from "@std/assert";
import { oddsRatio } from "@lab/figures";
import { softmax } from "@lab/kernels";

Deno.test("oddsRatio() says the ratio that softmax gives at each whole gap, whatever the third class", () => {
  const { alt, title } = oddsRatio();
  for (const gap of [0, 1, 2, 3]) {
    for (const third of [-5, 0, 4]) {
      const [p, q] = softmax([gap, 0, third]);
      const ratio = gap === 0 ? "1" : (p / q).toPrecision(3);
      assertStringIncludes(alt, `At a gap of ${gap} the ratio is ${ratio}×.`);
    }
  }
  assertStringIncludes(title, "A logit gap of 2 makes one class 7.39 times");
});
