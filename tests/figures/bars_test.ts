import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  draws,
  gradientFading,
  logitsAndProbabilities,
  predictionMinusTruth,
  temperatureMultiples,
} from "@lab/figures";
import { sample, seededRandom, softmax } from "@lab/kernels";
import { says } from "./texts.ts";

Deno.test("logitsAndProbabilities() says each logit, its exponential and its probability, exact on logs of integers", () => {
  const { alt } = logitsAndProbabilities([5, 3, 2].map(Math.log));
  says(
    alt,
    "class 0: logit 1.61, exponential 5.00, probability 0.500.",
    "class 1: logit 1.10, exponential 3.00, probability 0.300.",
    "class 2: logit 0.69, exponential 2.00, probability 0.200.",
  );
});

Deno.test("logitsAndProbabilities() says what the lead of the highest over the lowest is worth, or its probability", () => {
  for (
    const [logits, finding] of [
      [[2, 1, 0.1], "class 0 6.69 times as likely as class 2"],
      [[0, 3, 1], "class 1 20.1 times as likely as class 0"],
      [[3, -Infinity, 1], "class 0 7.39 times as likely as class 2"],
      [[1, 1, 1], "0.33, of class 0, class 1 and class 2"],
      [Array(10).fill(500), "0.10, of 10 classes"],
      [[-Infinity, 3, -Infinity], "1, of class 1"],
      [[1000, 0], "1, of class 0"],
      [[3], "1, of class 0"],
    ] as const
  ) {
    says(logitsAndProbabilities([...logits]).title, finding);
  }
});

Deno.test("logitsAndProbabilities() draws bars as long as the probabilities", () => {
  const { svg } = logitsAndProbabilities([5, 3, 2].map(Math.log));
  const [, panel] = svg.split(">probability<")[0].split(">exp(logit)<");
  const widths = panel.matchAll(/<rect fill[^>]* width="([\d.]+)"/g)
    .map(([, width]) => Number(width)).toArray();
  assertEquals(widths.map((w) => (w / widths[0]).toFixed(2)), [
    ...["1.00", "0.60", "0.40"],
  ]);
});

Deno.test("predictionMinusTruth() subtracts the truth from the prediction", () => {
  const { alt } = predictionMinusTruth([2, 1, 0.1], 1);
  says(
    alt,
    "class 0: 0.659 minus 0 is +0.66.",
    "class 1: 0.242 minus 1 is −0.76.",
    "class 2: 0.099 minus 0 is +0.10.",
  );
});

Deno.test("predictionMinusTruth() names the one negative entry, however small", () => {
  const title = (logits: number[], target: number) =>
    predictionMinusTruth(logits, target).title;
  says(title([2, 1, 0.1], 1), "class 1, has a negative", "−0.76");
  says(title([40, 0], 0), "−4×10⁻¹⁸");
  says(title([1000, 0], 0), "nothing is left to learn");
});

const logits = [2, 1, 0.1];

Deno.test("temperatureMultiples() says softmax at 0.1, 0.5, 1, 2 and 10 by default", () => {
  const { alt } = temperatureMultiples(logits);
  for (const temperature of [0.1, 0.5, 1, 2, 10]) {
    const [buy, hold, sell] = softmax(logits, { temperature })
      .map((p) => p > 0.9995 ? ">0.999" : p < 0.0005 ? "<0.001" : p.toFixed(3));
    says(
      alt,
      `T = ${temperature}: class 0 ${buy}, class 1 ${hold}, class 2 ${sell}.`,
    );
  }
});

Deno.test("temperatureMultiples() compares the coldest with the hottest", () => {
  const title = (logits: number[], temperatures?: number[]) =>
    temperatureMultiples(logits, { temperatures }).title;
  says(title(logits), "class 0 has >0.99 at T = 0.1 and 0.37 at T = 10");
  says(
    title(logits, [2, 0, Infinity]),
    "class 0 has 1 at T = 0 and 0.33 at T = ∞",
  );
  says(title(logits, [1]), "At T = 1 class 0 has 0.66");
  assert(!title([1, 1]).includes("concentrates"));
});

Deno.test("draws() shows what sample() draws from softmax, in order, at each temperature", () => {
  const { svg, alt } = draws(logits, { temperatures: [1, 10], seed: 3 });
  for (const temperature of [1, 10]) {
    const random = seededRandom(3);
    const p = softmax(logits, { temperature });
    const drawn = Array.from({ length: 60 }, () => sample(p, random));
    const [buy, hold, sell] = [0, 1, 2]
      .map((i) => drawn.filter((k) => k === i).length);
    says(
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
  says(draws([5, 0], { count: 1 }).title, "Of 1 draw, class 0");
  const titles = [1, 2].map((seed) =>
    draws([0, 0], { temperatures: [1], seed }).title
  );
  assert(titles[0] !== titles[1]);
});

const moments = [
  { when: "at the start", gradient: [-0.5, 0.2, 0.3] },
  { when: "after 10 steps", gradient: [-0.1, -0.05, 0.15] },
  { when: "at the end", gradient: [0.001, -0.002, 0.001] },
];

Deno.test("gradientFading() says how large the gradient was and is", () => {
  const [first, second, third] = moments;
  for (
    const [chosen, change, from, to] of [
      [moments, "fades", "0.50 in size at the start", "0.0020 at the end"],
      [[first, second], "shrinks", "0.50 in size", "0.15 after 10 steps"],
      [[second, first], "does not shrink", "0.15 in size", "0.50 at the start"],
      [[third, third], "does not shrink", "0.0020 in size", "0.0020 at"],
    ] as const
  ) {
    const { title } = gradientFading([...chosen]);
    for (const part of [change, from, to]) assertStringIncludes(title, part);
  }
});

Deno.test("gradientFading() says which bars are furthest below 0, and when none is long", () => {
  const { alt } = gradientFading(moments);
  says(
    alt,
    "At the start: furthest below 0 is class 0 −0.500.",
    "are class 0 −0.100 and class 1 −0.050.",
    "At the end, enlarged 100 times: no bar is longer than 0.0020.",
  );
});

Deno.test("gradientFading() enlarges a panel whose bars would be flat, and no other", () => {
  const tops = ({ svg }: { svg: string }) =>
    Array.from(svg.matchAll(/<rect[^>]* height="([\d.]+)"/g), (m) => +m[1]);
  const bars = (gradient: number[]) =>
    tops(gradientFading([moments[0], { when: "later", gradient }])).slice(3);
  const [small, large] = [[-0.05, 0.02, 0.03], [-0.5, 0.2, 0.3]].map(bars);
  const tiny = bars([-0.0005, 0.0002, 0.0003]);
  assertEquals(tiny, large);
  assert(small[0] < 0.2 * large[0]);
});

Deno.test("gradientFading() says what the gradient belongs to", () => {
  const { svg } = gradientFading(moments, { of: "the scores after q" });
  says(svg, "Gradient of the scores after q;");
});
