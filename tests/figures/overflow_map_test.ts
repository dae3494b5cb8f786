import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
} from "@std/assert";
import { overflowMap } from "@lab/figures";
import { softmax, softmaxNaive } from "@lab/kernels";
import { dataOf } from "../../lib/figures/overflow_map.ts";

const types = dataOf();

/** The segments of each lane, by type. */
const lanes = types.map(({ lanes }) => lanes.map(({ segments }) => segments));

Deno.test("overflowMap() has each type's exact thresholds", () => {
  // ln of the largest number, and of half the smallest one above 0.
  assertEquals(
    types.map((t) => [t.underflow.toFixed(4), t.overflow.toFixed(4)]),
    [
      ["-17.3287", "11.0899"],
      ["-103.9721", "88.7228"],
      ["-745.1332", "709.7827"],
    ],
  );
});

Deno.test("overflowMap(): exp(z) really turns over at the thresholds", () => {
  // The logits next to a threshold are this far from it in each type.
  [0.01, 1e-5, 1e-12].forEach((gap, i) => {
    const [zero, finite, infinite] = lanes[i][0];
    assertEquals(
      lanes[i][0].map((s) => s.state),
      ["underflowed", "finite", "overflowed"],
    );
    assertAlmostEquals(zero.to, types[i].underflow, gap);
    assertAlmostEquals(finite.to, types[i].overflow, gap);
    assertEquals([zero.from, infinite.to], [-5000, 5000]);
  });
});

Deno.test("overflowMap(): naive softmax is NaN exactly where exp(z) is 0 or Infinity, and wrong next to it", () => {
  types.forEach(({ underflow, overflow }, i) => {
    const [exp, , naive] = lanes[i];
    assertEquals(
      naive.map((s) => s.state),
      ["NaN", "underflowed", "finite", "overflowed", "NaN"],
    );
    assertEquals(naive[0].to, exp[0].to);
    assertEquals(naive[4].from, exp[2].from);
    // exp(z - 1) underflows first. float16 logits are at most 1/64 apart here.
    assertAlmostEquals(naive[1].to, underflow + 1, 1 / 64);
    // The sum overflows first: e^z + e^(z - 1) = e^z (1 + 1/e).
    const sum = overflow - Math.log1p(Math.exp(-1));
    assertAlmostEquals(naive[3].from, sum, 1 / 64);
  });
});

Deno.test("overflowMap(): the states are those of the kernels", () => {
  [Float16Array, Float32Array, Float64Array].forEach((Type, i) => {
    for (const z of [-800, -110, -20, 0, 11, 12, 88, 89, 700, 710]) {
      const { state } = lanes[i][2].find((s) => z <= s.to)!;
      const p = Array.from(softmaxNaive(new Type([z, z - 1])));
      assertEquals(p.some(Number.isNaN), state === "NaN", `${i} ${z}`);
      assertEquals(p.every((v) => v > 0), state === "finite", `${i} ${z}`);
    }
  });
});

Deno.test("overflowMap(): the stable softmax is finite everywhere, with one answer", () => {
  for (const [, stable] of lanes) {
    assertEquals(stable.map((s) => s.state), ["finite"]);
  }
  for (const z of [-2000, -745, 0, 710, 2000]) {
    assertEquals(
      softmax([z, z - 1]).map((p) => p.toFixed(12)),
      softmax([1, 0]).map((p) => p.toFixed(12)),
    );
  }
});

Deno.test("overflowMap() says where exp breaks, and where the naive softmax is wrong without NaN", () => {
  const { title, alt } = overflowMap();
  assertStringIncludes(title, "11, 89 and 710");
  for (
    const part of [
      "float32: exp(z) is 0 below −103.97 and infinite above 88.72",
      "[1, 0] from −103.97 to −102.97",
      "[0, 0] from 88.41 to 88.72",
    ]
  ) assertStringIncludes(alt, part);
});

Deno.test("overflowMap() draws every state wide enough to be seen", () => {
  const widths = overflowMap().svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)
    .map(([, width]) => Number(width)).toArray();
  // Three types: three segments of exp(z), five of naive, one of stable.
  assertEquals(widths.length, 27);
  assert(widths.every((width) => width >= 4), widths.join());
});
