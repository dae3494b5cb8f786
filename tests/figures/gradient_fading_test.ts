import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { gradientFading } from "@lab/figures";

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
  assertStringIncludes(
    alt,
    "At the start: furthest below 0 is class 0 −0.500.",
  );
  assertStringIncludes(alt, "are class 0 −0.100 and class 1 −0.050.");
  assertStringIncludes(
    alt,
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
  assertStringIncludes(svg, "Gradient of the scores after q;");
});
