/**
 * Random batches of logits for the compiled kernels: every scale, shape and
 * place in memory, each made from a small description that fast-check can
 * shrink.
 *
 * @module
 */

import fc from "fast-check";
import { type Dtype, type Matrix, matrix, seededRandom } from "@lab/kernels";

/** Numbers from 0 up to 1. */
type Random = () => number;

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) *
    Math.cos(2 * Math.PI * random());
}

interface Type {
  /** The largest and the smallest number above 0. */
  max: number;
  min: number;
}

const types: Record<Dtype, Type> = {
  float64: { max: Number.MAX_VALUE, min: Number.MIN_VALUE },
  float32: { max: (2 - 2 ** -23) * 2 ** 127, min: 2 ** -149 },
};

type Fill = (row: Float64Array, random: Random, type: Type) => void;

const normals = (scale: number, offset = 0): Fill => (row, random) => {
  for (let j = 0; j < row.length; j++) row[j] = offset + scale * normal(random);
};

/** The kinds of rows. */
const fills = {
  "scale 1": normals(1),
  "scale 10": normals(10),
  "scale 100": normals(100),
  "scale 1e4": normals(1e4),
  "scale 1e6": normals(1e6),
  "around -300": normals(3, -300),
  "around 80": normals(3, 80),
  // where float32 and float64 exponentials end, and where the kernels change
  "around 88": normals(1, 88.7),
  "around -104": normals(1, -104),
  "around 709": normals(1, 709.7),
  "around 65536": normals(40, 65536),
  "around -65536": normals(40, -65536),
  "around 1e30": normals(1e22, 1e30),
  "a spread of 1e8": normals(1e7, 1e8),
  "anywhere": (row, random, type) => {
    normals(30 * random(), 120 * random() - 60)(row, random, type);
  },
  "constant": (row, random) => row.fill(100 * normal(random)),
  "zeros of both signs": (row, random) => {
    for (let j = 0; j < row.length; j++) row[j] = random() < 0.5 ? 0 : -0;
  },
  "integers": (row, random) => {
    for (let j = 0; j < row.length; j++) row[j] = Math.floor(random() * 8) - 4;
  },
  "near the largest": (row, random, { max }) => {
    for (let j = 0; j < row.length; j++) row[j] = max * (2 * random() - 1);
  },
  "subnormal": (row, random, { min }) => {
    for (let j = 0; j < row.length; j++) {
      row[j] = min * Math.round(random() * 9);
    }
  },
  "one huge": (row, random, { max }) => {
    normals(1)(row, random, { max, min: 0 });
    row[Math.floor(random() * row.length)] = random() < 0.5 ? 1e30 : max;
  },
  "far above at the end": (row, random, type) => {
    normals(2, -300)(row, random, type);
    row[row.length - 1] = 80;
  },
  "far above at the start": (row, random, type) => {
    normals(2, -300)(row, random, type);
    row[0] = 80;
  },
  "rising": (row, random) => {
    const step = 200 * random() / row.length;
    for (let j = 0; j < row.length; j++) row[j] = step * j - 100;
  },
  "falling": (row, random) => {
    const step = 200 * random() / row.length;
    for (let j = 0; j < row.length; j++) row[j] = 100 - step * j;
  },
  // probabilities around the smallest of float32 and of float64
  "down to where float32 ends": (row, random) => {
    for (let j = 0; j < row.length; j++) row[j] = -80 - 26 * random();
    row[Math.floor(random() * row.length)] = 0;
  },
  "down to where float64 ends": (row, random) => {
    for (let j = 0; j < row.length; j++) row[j] = -690 - 60 * random();
    row[Math.floor(random() * row.length)] = 0;
  },
} satisfies Record<string, Fill>;

type Kind = keyof typeof fills;
const anyKind = Object.keys(fills) as Kind[];

/** The share of a row's logits that are −Infinity; one is always kept. */
const masks = { none: 0, few: 0.05, most: 0.9, "all but one": 1 };

/** The places of a matrix: its own memory or the kernels', at its start or not. */
const places = ["plain", "plain, odd", "kernels'", "kernels', odd"] as const;
type Place = (typeof places)[number];

/** The places of the results. */
const outs = ["new", "the logits", "the logits' data", ...places] as const;

export interface Description {
  seed: number;
  rows: number;
  cols: number;
  dtype: Dtype;
  kinds: Kind[];
  mask: keyof typeof masks;
  place: Place;
  out: (typeof outs)[number];
  threads: number;
}

const size = (most: number) =>
  fc.oneof(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: Math.min(140, most) }),
    fc.integer({ min: 1, max: most }),
  );

/** Batches of at most this many numbers. */
export function batchesUpTo(numbers: number): fc.Arbitrary<Description> {
  return fc.record({
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    rows: size(200),
    cols: size(3000),
    dtype: fc.constantFrom<Dtype[]>("float32", "float64"),
    kinds: fc.oneof(
      fc.constantFrom(...anyKind).map((kind) => [kind]),
      fc.uniqueArray(fc.constantFrom(...anyKind), { minLength: 2 }),
    ),
    mask: fc.constantFrom(...Object.keys(masks) as Description["mask"][]),
    place: fc.constantFrom(...places),
    out: fc.constantFrom(...outs),
    threads: fc.constantFrom(1, 2),
  }).map((batch) => ({
    ...batch,
    rows: Math.min(batch.rows, Math.ceil(numbers / batch.cols)),
  }));
}

/** Batches that several threads work on. */
export const largeBatches: fc.Arbitrary<Description> = batchesUpTo(1).chain((
  batch,
) =>
  fc.integer({ min: 400, max: 3000 }).map((cols): Description => ({
    ...batch,
    cols,
    rows: Math.ceil(65536 / cols) + batch.seed % 8,
    place: batch.seed % 2 ? "kernels'" : "kernels', odd",
    out: batch.out.startsWith("plain") ? "kernels'" : batch.out,
    threads: 2,
  }))
);

/** Stands before and after a matrix at an odd place, and must stay there. */
const GUARD = 7.5;

/** A batch made from its description. */
export class Batch implements Disposable {
  /** The logits as they were, whatever happens to `logits`. */
  readonly original: Matrix["data"];
  readonly logits: Matrix;
  readonly out: Matrix | undefined;
  readonly #around: Matrix["data"][] = [];
  readonly #owned = new DisposableStack();

  constructor(readonly description: Description) {
    const { place, out } = description;
    this.original = logitsOf(description);
    this.logits = this.#matrixAt(place);
    this.logits.data.set(this.original);
    this.out = out === "new"
      ? undefined
      : out === "the logits"
      ? this.logits
      : out === "the logits' data"
      ? { ...this.logits, data: this.logits.data }
      : this.#matrixAt(out);
  }

  /** Whether all numbers next to those of the matrices are as they were. */
  get isAroundUntouched(): boolean {
    return this.#around.every((part) => part.every((x) => x === GUARD));
  }

  get isInPlace(): boolean {
    return this.out?.data === this.logits.data;
  }

  #matrixAt(place: Place): Matrix {
    const { rows, cols, dtype } = this.description;
    const before = place.endsWith("odd") ? 3 : 0;
    const length = rows * cols;
    const total = length + 2 * before;
    let data: Matrix["data"];
    if (place.startsWith("kernels'")) {
      const owned = this.#owned.use(matrix.empty(1, total, dtype));
      if (before === 0) return { ...owned, data: owned.data, rows, cols };
      data = owned.data;
    } else {
      data = dtype === "float64"
        ? new Float64Array(total)
        : new Float32Array(total);
    }
    data.fill(GUARD);
    this.#around.push(
      data.subarray(0, before),
      data.subarray(before + length),
    );
    return { data: data.subarray(before, before + length), rows, cols };
  }

  [Symbol.dispose](): void {
    this.#owned.dispose();
  }
}

/** The logits of a description, in an array of their type. */
function logitsOf(description: Description): Matrix["data"] {
  const { seed, rows, cols, dtype, kinds, mask } = description;
  const random = seededRandom(seed);
  const type = types[dtype];
  const row = new Float64Array(cols);
  const data = dtype === "float64"
    ? new Float64Array(rows * cols)
    : new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    fills[kinds[Math.floor(random() * kinds.length)]](row, random, type);
    const kept = Math.floor(random() * cols);
    for (let j = 0; j < cols; j++) {
      if (j !== kept && random() < masks[mask]) row[j] = -Infinity;
    }
    data.set(row, i * cols);
  }
  // nothing above was meant to overflow
  for (const [k, x] of data.entries()) {
    if (x === Infinity) data[k] = type.max;
  }
  return data;
}

/** Targets for a batch: the last class, the first, any, or ignored. */
export function targetsOf(
  { seed, rows, cols }: Description,
  ignoreIndex: number,
): number[] {
  const random = seededRandom(seed + 1);
  return Array.from({ length: rows }, () => {
    const choice = random();
    if (choice < 0.1) return ignoreIndex;
    if (choice < 0.3) return cols - 1;
    return choice < 0.4 ? 0 : Math.floor(random() * cols);
  });
}

/** Puts NaN, +Infinity, or −Infinity in the whole row, in one to three places. */
export function spoil({ logits, original, description }: Batch): void {
  const { seed, rows, cols } = description;
  const random = seededRandom(seed + 2);
  for (let n = Math.ceil(3 * random()); n > 0; n--) {
    const i = Math.floor(random() * rows), j = Math.floor(random() * cols);
    const choice = random();
    for (const data of [logits.data, original]) {
      if (choice < 0.4) data[i * cols + j] = NaN;
      else if (choice < 0.7) data[i * cols + j] = Infinity;
      else data.fill(-Infinity, i * cols, (i + 1) * cols);
    }
  }
}
