/**
 * Compares the compiled kernel's exp with e^x at every float32 from −87 to 88:
 * `deno run -A tests/bench/every_float32.ts` takes three minutes, and writes
 * notebooks/data/every_float32.json.
 *
 * `Math.exp` is the reference, in float64: it is off by far less than 2^-24 ULP of
 * a float32. Where even that could decide a count, e^x is computed once more by
 * exactly.ts.
 *
 * @module
 */
import { join, relative } from "node:path";
import { compile } from "../../lib/cli/build.ts";
import { root } from "../../lib/cli/files.ts";
import { exp, fixed } from "./exactly.ts";
import { type Setting, setting, writeData } from "./results.ts";

/** notebooks/data/every_float32.json. */
interface EveryFloat32 extends Setting {
  program: string;
  ranges: Range[];
}

/** The float32s x with `from` <= |x| < `to`, or from −87 to 88 themselves. */
interface Range {
  from: number;
  to: number;
  /** How many there are. */
  values: number;
  /** How many of their exponentials are the float32 nearest to e^x. */
  nearest: number;
  /** The largest error, in units in the last place of e^x. */
  worst: Place;
  /** Those off by 1 unit or more. */
  beyondOne: Place[];
}

interface Place {
  x: number;
  ulps: number;
}

/** The number of exponentials of one call, a multiple of 4. */
const CHUNK = 2 ** 16;

/** Writes the exponentials of CHUNK float32s, whose bits count up from `first`. */
type Exps = (first: number) => Float32Array;

/** The kernel's exp, compiled from its source to a program of its own. */
async function kernelExps(signal: AbortSignal): Promise<Exps> {
  const assembly = join(root, "lib/kernels/simd/assembly");
  const folder = await Deno.makeTempDir({ prefix: "lab-exps-" });
  try {
    const from = relative(folder, assembly);
    const file = join(folder, "exps.ts");
    await Deno.writeTextFile(
      file,
      `import { BIT, BIT_LOST, constant, constants, magicFor, PER_BIT, plainPower } from "${from}/exp";
import { fma, fnma } from "${from}/vector";
export function exps(first: i32, dst: usize): void {
  const c = constants<f32>(), magic = f32x4.splat(magicFor<f32>(64));
  const log2e = constant<f32>(c, PER_BIT);
  const high = constant<f32>(c, BIT), low = constant<f32>(c, BIT_LOST);
  for (let i = 0; i < ${CHUNK}; i += 4) {
    const x = i32x4.add(i32x4.splat(first + i), i32x4(0, 1, 2, 3));
    const t = fma<f32>(x, log2e, magic);
    const n = f32x4.sub(t, magic);
    const r = fnma<f32>(n, low, fnma<f32>(n, high, x));
    v128.store(dst + (<usize> i << 2), plainPower<f32>(t, r));
  }
}
`,
    );
    const pages = ["--initialMemory", "8"];
    const wasm = await compile(relative(assembly, file), pages, signal);
    const { instance } = await WebAssembly.instantiate(wasm);
    const { exps, memory } = instance.exports as {
      exps(first: number, dst: number): void;
      memory: WebAssembly.Memory;
    };
    const dst = 2 ** 16;
    const results = new Float32Array(memory.buffer, dst, CHUNK);
    return (first) => {
      exps(first, dst);
      return results;
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The distance of e from e^x, in units in the last place of e^x. */
function exactUlps(e: number, x: number): number {
  const exact = exp(fixed(x));
  const unit = 1n << BigInt(exact.toString(2).length - 1 - 23);
  return Math.abs(Number(((exact - fixed(e)) << 60n) / unit)) / 2 ** 60;
}

/** Whether neither neighbour of the float32 e is nearer to e^x. */
function isNearest(e: number, x: number): boolean {
  const exact = exp(fixed(x));
  const distanceTo = (value: number) => {
    const distance = exact - fixed(value);
    return distance < 0n ? -distance : distance;
  };
  return [-1, 1].every((step) =>
    distanceTo(floatOf(bitsOf(e) + step)) >= distanceTo(e)
  );
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

function floatOf(of: number): number {
  bits[0] = of;
  return float[0];
}

function bitsOf(x: number): number {
  float[0] = x;
  return bits[0];
}

/** Compares the results for all float32s whose bits are from `first` to before `end`. */
function measure(exps: Exps, first: number, end: number, range: Range): void {
  const reference = new Float64Array(1);
  const [low, high] = [0, 1]; // of a little-endian machine
  const halves = new Uint32Array(reference.buffer);
  for (let start = first; start < end; start += CHUNK) {
    const results = exps(start);
    const count = Math.min(CHUNK, end - start);
    for (let i = 0; i < count; i++) {
      const x = floatOf(start + i), e = results[i];
      const exact = reference[0] = Math.exp(x);
      const ulps = Math.abs(e - exact) / 2 ** ((halves[high] >>> 20) - 1046);
      // The 29 bits that a float32 has no room for are 2^28 at a tie.
      const aboveTie = (halves[low] & 0x1fffffff) - 2 ** 28;
      const isClose = Math.abs(aboveTie) < 16;
      if (isClose ? isNearest(e, x) : Math.fround(exact) === e) range.nearest++;
      if (!(ulps <= range.worst.ulps)) range.worst = { x, ulps };
      if (ulps > 1 - 1e-6 && exactUlps(e, x) >= 1) {
        range.beyondOne.push({ x, ulps });
      }
    }
    range.values += count;
  }
}

/** Compares the results for all float32s of these sizes. */
function measureRange(exps: Exps, from: number, to: number): Range {
  const worst = { x: 0, ulps: 0 };
  const range = { from, to, values: 0, nearest: 0, worst, beyondOne: [] };
  for (const [sign, edge] of [[0, 88], [2 ** 31, 87]]) {
    const end = to >= edge ? bitsOf(edge) + 1 : bitsOf(to);
    measure(exps, sign + bitsOf(from), sign + end, range);
  }
  return range;
}

const { signal } = new AbortController();
const exps = await kernelExps(signal);
const found: EveryFloat32 = {
  ...setting({}),
  program: "tests/bench/every_float32.ts",
  ranges: [measureRange(exps, 1e-5, 88), measureRange(exps, 0, 1e-5)],
};
console.log(found.ranges);
await writeData("every_float32.json", found, signal);
