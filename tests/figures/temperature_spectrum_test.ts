import { assert, assertEquals } from "@std/assert";
import {
  temperatureSpectrum,
  temperatureSpectrumData,
} from "../../lib/figures/temperature_spectrum.ts";
import { softmax } from "@lab/kernels";

const logits = [2, 1, 0.1];

Deno.test("temperatureSpectrumData() ends in the argmax and in the uniform distribution", () => {
  const { curves } = temperatureSpectrumData(logits);
  assertEquals(curves.map((c) => c.cold), [1, 0, 0]);
  assertEquals(curves.map((c) => c.hot), [1 / 3, 1 / 3, 1 / 3]);
});

Deno.test("temperatureSpectrumData() reaches from nearly one limit to nearly the other", () => {
  for (const z of [logits, [30, 20, -5], [1, 1, 0], [0.01, 0, -0.01]]) {
    const { curves } = temperatureSpectrumData(z);
    for (const { cold, hot, points } of curves) {
      assert(Math.abs(points[0].p - cold) < 0.01);
      assert(Math.abs(points.at(-1)!.p - hot) < 0.05);
    }
  }
});

Deno.test("temperatureSpectrumData() is softmax on the way", () => {
  const { curves } = temperatureSpectrumData(logits);
  for (const i of [0, 17, 80]) {
    const { temperature } = curves[0].points[i];
    assertEquals(
      curves.map((c) => c.points[i].p),
      softmax(logits, { temperature }),
    );
  }
});

Deno.test("temperatureSpectrum() names both limits", () => {
  assertEquals(
    temperatureSpectrum(logits).title,
    "Cooling puts everything on buy, heating gives each class 1/3",
  );
  assertEquals(
    temperatureSpectrum([1, 1, 0]).title,
    "Cooling puts everything on buy and hold, heating gives each class 1/3",
  );
  assertEquals(
    temperatureSpectrum([0, 0]).title,
    "Equal logits stay equal: 1/2 each at every temperature",
  );
  assertEquals(
    temperatureSpectrum([1, -Infinity]).title,
    "class 0 is the only class left: probability 1 at every temperature",
  );
});

Deno.test("temperatureSpectrum() names a class that passes its own limit", () => {
  assertEquals(
    temperatureSpectrum([1.2, 0.9, -0.8]).title,
    "On the way to 1/3 each, hold rises to 0.40 and comes back down",
  );
});
