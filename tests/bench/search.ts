/**
 * Climbs towards inputs with large errors: `deno run -A tests/bench/search.ts 300`
 * searches for 300 seconds and prints the worst error of each function, type and
 * path, in units in the last place, and the row that has it.
 *
 * @module
 */
import * as kernels from "@lab/kernels";
import { type Exactly, exactly, type Shape } from "./exactly.ts";

type Row = Float64Array | Float32Array;
type Call = (z: Row, T: number) => number[];

const {
  crossEntropy,
  crossEntropyGrad,
  logSoftmax,
  logSumExp,
  matrix,
  softmax,
  softmaxEntropy,
} = kernels;
const of = (z: Row) => ({ data: z, rows: 1, cols: z.length });
const none = { reduction: "none" } as const;

/** The functions of a row by path: all results whose exact values are known. */
const paths: Record<string, Record<string, Call>> = {
  array: {
    softmax: (z, temperature) => [...softmax(z, { temperature })],
    logSoftmax: (z, temperature) => [...logSoftmax(z, { temperature })],
    softmaxEntropy: (z, temperature) => [softmaxEntropy(z, { temperature })],
    logSumExp: (z) => [logSumExp(z)],
    loss: (z) => [crossEntropy(z, 0)],
    grad: (z) => [crossEntropyGrad(z, 0)[0]],
  },
  matrix: {
    softmax: (z, temperature) => [...softmax(of(z), { temperature }).data],
    logSoftmax: (z, temperature) => [
      ...logSoftmax(of(z), { temperature }).data,
    ],
    logSumExp: (z) => [logSumExp(of(z))[0]],
    loss: (z) => [crossEntropy(of(z), [0], none)[0]],
    grad: (z) => [crossEntropyGrad(of(z), [0]).data[0]],
  },
  "in place": {
    softmax: (z, temperature) =>
      inMemory(z, (Z) => {
        softmax(Z, { temperature, out: Z });
      }),
    logSoftmax: (z, temperature) =>
      inMemory(z, (Z) => {
        logSoftmax(Z, { temperature, out: Z });
      }),
    grad: (z) =>
      inMemory(z, (Z) => {
        crossEntropyGrad(Z, [0], { out: Z });
      }).slice(0, 1),
  },
  readable: {
    softmax: (z, T) => [...softmax(tiny(z), { temperature: T * TINY })],
    logSoftmax: (z, T) => [...logSoftmax(tiny(z), { temperature: T * TINY })],
    softmaxEntropy: (z, T) => [
      softmaxEntropy(tiny(z), { temperature: T * TINY }),
    ],
  },
  weights: {
    loss: (z) => [crossEntropy(of(z), [0], { ...none, weight: ones(z) })[0]],
    grad: (z) => [
      crossEntropyGrad(of(z), [0], { ...none, weight: ones(z) }).data[0] *
      2 ** -200,
    ],
  },
};

/** Logits and a temperature that only the readable kernels take. */
const TINY = 2 ** -40;
const tiny = (z: Row) => z.map((x) => x * TINY);

/** Weights of 2^200, which only the readable kernels take. */
const ones = (z: Row) => new Float64Array(z.length).fill(2 ** 200);

function inMemory(z: Row, run: (Z: kernels.Matrix) => void): number[] {
  const dtype = z instanceof Float64Array ? "float64" : "float32";
  using Z = matrix.empty(1, z.length, dtype);
  Z.data.set(z);
  run(Z);
  return [...Z.data];
}

const random = kernels.seededRandom(Number(Deno.args[1] ?? 14));
const between = (a: number, b: number) => a + (b - a) * random();
const pick = <T>(values: T[]) => values[Math.floor(random() * values.length)];
const some = () => Math.floor(Math.exp(between(0, 8.3)));

/** The shapes that broke kernels before. */
const starts: (() => { shape: Shape; T?: number })[] = [
  () => {
    const z = between(-5, 5);
    const shape = [1, 1, some()].map((count, j) => ({
      z: j === 0 ? z - between(0, 15) : j === 1 ? z + between(3, 15) : z,
      count,
    }));
    return { shape };
  },
  () => ({
    shape: [0, 1, 2, 3].map(() => ({
      z: (Math.floor(between(-40, 0)) + 0.5) * Math.LN2 + between(-1e-9, 1e-9),
      count: some() % 40 + 1,
    })),
  }),
  () => {
    const n = some();
    return { shape: [{ z: -Math.log(n), count: n }] };
  },
  () => ({
    shape: [0, 1, 2].map(() => ({ z: 1e6 + between(-1, 1), count: some() })),
    T: between(0.01, 0.3),
  }),
  () => ({
    shape: [
      { z: between(-745, -690), count: some() },
      { z: 0, count: 1 },
    ],
  }),
  () => ({
    shape: [0, 1, 2, 3].map(() => ({ z: between(-9, 9), count: 1 })),
    T: pick([1, 1, between(0.1, 10)]),
  }),
];

function changed(shape: Shape): Shape {
  return shape.map(({ z, count }) => ({
    z: random() < 0.5 ? z : z + between(-1, 1) * 10 ** -between(0, 15),
    count: random() < 0.8 ? count : Math.max(1, count + pick([-1, 1, 7, -7])),
  }));
}

/** The distance in units in the last place of the exact value's type. */
function ulps(x: number, [high, low]: [number, number], isFloat64: boolean) {
  const least = isFloat64 ? 2 ** -1022 : 2 ** -126;
  const size = Math.abs(high);
  if (size < least) return 0; // the promise is about normal results
  const power = Math.floor(Math.log2(size));
  const unit = 2 ** (2 ** power > size ? power - 1 : power);
  return Math.abs((x - high) - low) / unit * 2 ** (isFloat64 ? 52 : 23);
}

/** The exact value of a function, if it has another name than the function. */
const names: Record<string, keyof Exactly> = { softmaxEntropy: "entropy" };

/** The errors of all functions and paths for a row. */
export function errors(shape: Shape, T: number, isFloat64: boolean) {
  const Floats = isFloat64 ? Float64Array : Float32Array;
  const rounded = shape.map(({ z, count }) => ({ z: Floats.of(z)[0], count }));
  const z = Floats.from(
    rounded.flatMap(({ z, count }) => Array(count).fill(z)),
  );
  const first = rounded.map((_, j) =>
    rounded.slice(0, j).reduce((n, { count }) => n + count, 0)
  );
  const exact = exactly(rounded, T);
  const found: [key: string, ulps: number][] = [];
  for (const [path, calls] of Object.entries(paths)) {
    // float32 cannot hold results times 2^200
    if (path === "weights" && !isFloat64) continue;
    for (const [name, call] of Object.entries(calls)) {
      if (T !== 1 && !/softmax/i.test(name)) continue;
      const values = call(z, T);
      const right = exact[names[name] ?? name as keyof Exactly];
      let worst = 0;
      if (typeof right[0] === "number") {
        const scale = path === "weights" && name === "loss" ? 2 ** -200 : 1;
        const [high, low] = right as [number, number];
        const value = values[0] * scale;
        // what log-sum-exp promises where its terms cancel
        const isNear = Math.abs((value - high) - low) <= 1e-31;
        if (name !== "logSumExp" || !isNear) {
          worst = ulps(value, [high, low], isFloat64);
        }
      } else {
        for (const [j, value] of (right as [number, number][]).entries()) {
          worst = Math.max(worst, ulps(values[first[j]], value, isFloat64));
        }
      }
      const tempered = T === 1 ? "" : ", T";
      found.push([
        `${name}, ${isFloat64 ? "float64" : "float32"}, ${path}${tempered}`,
        worst,
      ]);
    }
  }
  return found;
}

if (import.meta.main) {
  const worst = new Map<string, { ulps: number; shape: Shape; T: number }>();
  const end = Date.now() + 1000 * Number(Deno.args[0] ?? 60);
  let rows = 0;
  while (Date.now() < end) {
    let { shape, T = 1 } = pick(starts)();
    const isFloat64 = random() < 0.8;
    let goal = "", height = 0;
    for (let tries = 0; tries < 40 && Date.now() < end; tries++) {
      const next = tries ? changed(shape) : shape;
      const found = errors(next, T, isFloat64);
      rows++;
      goal ||= pick(found)[0];
      for (const [key, ulps] of found) {
        if (!(ulps <= (worst.get(key)?.ulps ?? -1))) {
          worst.set(key, { ulps, shape: next, T });
        }
        if (key === goal && ulps >= height) {
          // where errors are tiny they could rise for hours
          if (ulps > height + 0.001) tries = 0;
          [height, shape] = [ulps, next];
        }
      }
    }
  }
  console.log(`${rows} rows`);
  for (const [key, { ulps, shape, T }] of [...worst].sort()) {
    const row = shape.map(({ z, count }) => `${count} x ${z}`).join(" ");
    console.log(`${key}: ${ulps.toFixed(2)} at ${row}, T ${T}`);
  }
}
