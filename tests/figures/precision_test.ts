import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
} from "@std/assert";
import {
  digitsKept,
  overflowMap,
  polynomialError,
  stepSizeError,
} from "@lab/figures";
import { crossEntropyNaive, softmax, softmaxNaive } from "@lab/kernels";
import * as digits from "../../lib/figures/digits_kept.ts";
import * as map from "../../lib/figures/overflow_map.ts";
import * as steps from "../../lib/figures/step_size_error.ts";
import { q } from "./samples.ts";
import { says } from "./texts.ts";

const types = map.dataOf();

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
  says(title, "11, 89 and 710");
  says(
    alt,
    "float32: exp(z) is 0 below −103.97 and infinite above 88.72",
    "[1, 0] from −103.97 to −102.97",
    "[0, 0] from 88.41 to 88.72",
  );
});

Deno.test("overflowMap() draws every state wide enough to be seen", () => {
  const widths = overflowMap().svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)
    .map(([, width]) => Number(width)).toArray();
  // Three types: three segments of exp(z), five of naive, one of stable.
  assertEquals(widths.length, 27);
  assert(widths.every((width) => width >= 4), widths.join());
});

const { points, lost } = digits.dataOf();
const [naive, stable, fused] = [0, 1, 2];
const [right, wrong] = [0, 1];

function curve(target: number, way: number) {
  return points.filter((d) => d.target === target && d.way === way);
}

/** The decimal digits of 24 bits. */
const all = 24 * Math.log10(2);

Deno.test("digitsKept(): the fused loss keeps all digits but one", () => {
  for (
    const { gap, digits } of [...curve(right, fused), ...curve(wrong, fused)]
  ) {
    // Within 4 units in the last place, the kernels' contract: 4 of them cost
    // 0.9 of a digit.
    assert(digits >= all - 0.91, `${gap}: ${digits}`);
  }
});

Deno.test("digitsKept(): a right answer loses its digits in the log of softmax", () => {
  for (const way of [naive, stable]) {
    for (const { gap, digits } of curve(right, way)) {
      if (gap >= lost.right) assertEquals(digits, 0);
      // p near 1 is off by about half a unit in its last place, against a loss
      // of e^-gap: gap / ln 10 digits are lost, give or take one. Each point is
      // the worst up to the next, half a logit on.
      const left = Math.max(0, all - (gap + 0.5) / Math.LN10);
      assert(digits >= left - 1, `${way} ${gap}: ${digits}`);
    }
  }
});

Deno.test("digitsKept(): from the gap named on, the stable p is 1 and the naive loss has not one digit", () => {
  // e^-gap is lost beside 1 from 2^-24 on.
  assertAlmostEquals(lost.right, 24 * Math.LN2, 2e-4);
  const { fround } = Math;
  for (let gap = 16; gap < 18; gap += 2 ** -10) {
    const p = fround(1 / fround(1 + fround(Math.exp(-gap))));
    assertEquals(p === 1, gap >= lost.right, `${gap}`);
    if (p < 1) continue;
    const exact = Math.log1p(Math.exp(-gap));
    const naive = crossEntropyNaive(new Float32Array([gap, 0]), 0);
    assert(Math.abs(naive - exact) / exact > 0.3, `${gap}`);
  }
});

Deno.test("digitsKept(): a wrong answer breaks the naive way first, then the stable one", () => {
  // e^gap overflows, and e^-gap rounds to 0.
  assertEquals(lost.wrong.map((gap) => gap.toFixed(3)), ["88.723", "103.972"]);
  assertEquals(crossEntropyNaive(new Float32Array([20, 0]), 0), 0);
  assertEquals(crossEntropyNaive(new Float32Array([89, 0]), 1), Infinity);
});

Deno.test("digitsKept() says when the digits are lost and how many are kept", () => {
  const { title, alt } = digitsKept();
  says(title, "16.6 logits ahead: no digit left", "7 if fused");
  says(alt, "88.72", "103.97");
});

/** The errors in the alternative: Taylor's at both ends, and the worst fitted one. */
function errorsOf(q: number[]): number[] {
  const { alt } = polynomialError(q);
  return [/(\S+) at the left/, /(\S+) at the right/, /within (\d+\.\d+)/]
    .map((pattern) => Number(alt.match(pattern)![1].replace("−", "-")));
}

Deno.test("polynomialError() says the errors of Taylor's polynomial at the ends, in units of 2^-24", () => {
  for (const coefficients of [q, [0.042, 0.1667, 0.5]]) {
    const said = errorsOf(coefficients);
    [-Math.LN2 / 2, Math.LN2 / 2].forEach((r, i) => {
      // Taylor's polynomial leaves out r^n / n! for all n above its degree.
      let term = 1, rest = 0;
      for (let n = 1; n < 30; n++) {
        term *= r / n;
        if (n > coefficients.length + 1) rest -= term;
      }
      const error = rest / Math.exp(r) * 2 ** 24;
      assert(Math.abs(error - said[i]) <= 0.00501, `${r}`); // two decimals
    });
  }
});

Deno.test("polynomialError() says that the kernel's polynomial is within 0.07, 43 times as exact as Taylor's", () => {
  const worst = errorsOf(q)[2];
  assert(worst > 0.05 && worst < 0.07, `${worst}`);
  const exactness = (q: number[]) =>
    polynomialError(q).title.match(/\S+ times as exact/)![0];
  assert(exactness(q).startsWith("43 "));
  says(polynomialError(q).alt, "waves up and down");
  for (let degree = 2; degree < 8; degree++) {
    let term = 1;
    const taylor = Array.from({ length: degree - 1 }, (_, k) => term /= k + 2);
    const { title, alt } = polynomialError(taylor.reverse());
    says(title, "no more exact");
    assert(!alt.includes("waves"), alt);
  }
});

const { curves } = steps.dataOf([2, 1, 0.1], 1);
const [second, fourth] = curves;

/** The error of an order at a power of ten. */
function at({ points }: typeof second, exponent: number): number {
  return points.find((d) => Math.abs(Math.log10(d.step) - exponent) < 1e-9)!
    .error;
}

Deno.test("stepSizeError(): the error is lowest near ε^(1/3) for order 2 and ε^(1/5) for order 4", () => {
  // The optimum has a constant factor of the loss and its derivatives, and
  // rounding scatters the flat bottom: within a decade.
  for (const [{ order, best }, power] of [[second, 3], [fourth, 5]] as const) {
    const decades = Math.log10(best.step / Number.EPSILON ** (1 / power));
    assert(Math.abs(decades) <= 1, `order ${order}: ${best.step}`);
  }
  assert(fourth.best.error < second.best.error / 10);
});

Deno.test("stepSizeError(): truncation grows as h² and as h⁴", () => {
  // Ten times the step, 100 and 10,000 times the error; higher terms of the
  // series change that by some percent at these steps.
  for (const [curve, factor] of [[second, 100], [fourth, 10_000]] as const) {
    const growth = at(curve, -1) / at(curve, -2) / factor;
    assert(Math.abs(growth - 1) < 0.05, `order ${curve.order}: ${growth}`);
  }
});

Deno.test("stepSizeError(): rounding grows as 1/h", () => {
  for (const curve of curves) {
    for (const { step, error } of curve.points.filter((d) => d.step < 1e-7)) {
      // A loss near 1 is off by about ε, so its difference by ε / h.
      assert(error <= 5 * Number.EPSILON / step, `${curve.order}: ${step}`);
    }
    assert(at(curve, -12) > 100 * at(curve, -7));
  }
});

Deno.test("stepSizeError() names the best steps", () => {
  // Near ε^(1/3) and ε^(1/5); which step wins is a matter of the last bits.
  assertMatch(
    stepSizeError([2, 1, 0.1], 1).title,
    /\d×10⁻[⁵⁶] for order 2, \d\.\d×10⁻[³⁴] for order 4/,
  );
});

Deno.test("stepSizeError() says that every step is exact where the loss is flat", () => {
  for (const logits of [[5], [1000, 0]]) {
    says(stepSizeError(logits, 0).title, "every step gives");
  }
});
