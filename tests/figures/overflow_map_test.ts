import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
} from "@std/assert";
import {
  overflowMap,
  overflowMapData,
} from "../../lib/figures/overflow_map.ts";
import { softmax, softmaxNaive } from "@lab/kernels";

const [half, single, double] = overflowMapData();

/** The states of a lane in order. */
function states(type: typeof half, lane: string) {
  return type.lanes.find((l) => l.lane === lane)!.segments.map((s) => s.state);
}

Deno.test("overflowMapData() has each type's exact thresholds", () => {
  // ln of the largest number, and of half the smallest one above 0.
  assertEquals([half, single, double].map((t) => t.overflow.toFixed(4)), [
    "11.0899",
    "88.7228",
    "709.7827",
  ]);
  assertEquals([half, single, double].map((t) => t.underflow.toFixed(4)), [
    "-17.3287",
    "-103.9721",
    "-745.1332",
  ]);
});

Deno.test("overflowMapData() exp(z) really turns over at the thresholds", () => {
  // The float32 and float16 logits next to a threshold are this far from it.
  const gap = { float16: 0.01, float32: 1e-5, float64: 1e-12 };
  for (const type of [half, single, double]) {
    const [zero, finite, infinite] = type.lanes[0].segments;
    assertEquals(states(type, "exp(z)"), [
      "underflowed",
      "finite",
      "overflowed",
    ]);
    const near = gap[type.name as keyof typeof gap];
    assertAlmostEquals(zero.to, type.underflow, near);
    assertAlmostEquals(finite.to, type.overflow, near);
    assertEquals([zero.from, infinite.to], [-5000, 5000]);
  }
});

Deno.test("overflowMapData() naive softmax is NaN exactly where exp(z) is 0 or Infinity", () => {
  for (const type of [half, single, double]) {
    const lane = type.lanes[1].segments;
    assertEquals(lane[0].state, "NaN");
    assertEquals(lane.at(-1)!.state, "NaN");
    assertEquals(lane[0].to, type.lanes[0].segments[0].to);
    assertEquals(lane.at(-1)!.from, type.lanes[0].segments[2].from);
    assert(lane.some((s) => s.state === "finite" && s.from < 0 && s.to > 0));
  }
});

Deno.test("overflowMapData() states are those of the kernels", () => {
  const z = [-800, -110, -20, 0, 11, 12, 88, 89, 700, 710];
  for (
    const [type, of] of [
      [half, (v: number[]) => new Float16Array(v)],
      [single, (v: number[]) => new Float32Array(v)],
      [double, (v: number[]) => new Float64Array(v)],
    ] as const
  ) {
    for (const at of z) {
      const state = type.lanes[1].segments.find((s) => at <= s.to)!.state;
      const p = Array.from(softmaxNaive(of([at, at - 1])));
      assertEquals(p.some(Number.isNaN), state === "NaN", `${type.name} ${at}`);
      assertEquals(p.every((v) => v > 0), state === "finite");
    }
  }
});

Deno.test("overflowMapData() the stable softmax is finite everywhere, with one answer", () => {
  for (const type of [half, single, double]) {
    assertEquals(states(type, "stable"), ["finite"]);
  }
  for (const z of [-2000, -745, 0, 710, 2000]) {
    assertEquals(
      softmax([z, z - 1]).map((p) => p.toFixed(12)),
      softmax([1, 0]).map((p) => p.toFixed(12)),
    );
  }
});

Deno.test("overflowMapData() naive softmax is wrong next to where it is NaN: the sum overflows first, exp(z - 1) underflows first", () => {
  for (const type of [half, single, double]) {
    assertEquals(states(type, "naive"), [
      "NaN",
      "underflowed",
      "finite",
      "overflowed",
      "NaN",
    ]);
    const [, underflowed, , overflowed] = type.lanes[1].segments;
    // float16 logits near these places are at most 1/64 apart.
    assertAlmostEquals(underflowed.to, type.underflow + 1, 1 / 64);
    // e^z + e^(z - 1) = e^z (1 + 1/e) is the largest number.
    const sum = type.overflow - Math.log1p(Math.exp(-1));
    assertAlmostEquals(overflowed.from, sum, 1 / 64);
  }
});

Deno.test("overflowMap() says where exp breaks, and where the naive softmax is wrong without NaN", () => {
  const { title, alt } = overflowMap();
  assertEquals(
    title,
    "Naive softmax breaks where exp does, near 11, 89 and 710; the stable form never does",
  );
  assertStringIncludes(
    alt,
    "float32: exp(z) is 0 below −103.97 and infinite above 88.72; the naive softmax is NaN there, and wrong just before: [1, 0] from −103.97 to −102.97, where exp(z − 1) is 0, and [0, 0] from 88.41 to 88.72, where the sum is infinite. The stable one is finite everywhere.",
  );
});

Deno.test("overflowMap() draws every state wide enough to be seen", () => {
  const widths = overflowMap().svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)
    .map(([, width]) => Number(width)).toArray();
  // Three types: three stretches of exp(z), five of naive, one of stable.
  assertEquals(widths.length, 27);
  assert(widths.every((width) => width >= 4), widths.join());
});
