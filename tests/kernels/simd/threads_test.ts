import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  crossEntropy,
  crossEntropyWithGrad,
  logSoftmax,
  type Matrix,
  matrix,
  softmax,
} from "@lab/kernels";
import { runNotebook } from "@lab/jupyter";
import { kernelPermissions, notebookOf, shown } from "../../code_cells.ts";
import { testWith } from "../../permissions.ts";

// Slightly more numbers than make a second thread worthwhile.
const ROWS = 70, COLS = 1001;
const targets = Uint16Array.from({ length: ROWS }, (_, i) => 7 * i % COLS);

/** Fills a batch with rows of many scales. */
function fill({ data }: Matrix) {
  for (let k = 0; k < data.length; k++) {
    data[k] = Math.sin(k * k) * (1 + k % 77) + Math.floor(k / COLS) % 9;
  }
}

/** The results of each function, copied. */
function resultsOf(Z: Matrix, out: Matrix, threads: number): Matrix["data"][] {
  const options = { out, threads };
  const { loss, grad } = crossEntropyWithGrad(Z, targets, {
    reduction: "none",
    ...options,
  });
  return [
    grad.data.slice(),
    loss,
    softmax(Z, options).data.slice(),
    softmax(Z, { ...options, temperature: 0.7 }).data.slice(),
    logSoftmax(Z, options).data.slice(),
    logSoftmax(Z, { ...options, temperature: 0.7 }).data.slice(),
    Float64Array.of(crossEntropy(Z, targets, { threads })),
  ];
}

Deno.test({
  name: "threads: 2 gives bit for bit what threads: 1 gives",
  sanitizeOps: true,
  sanitizeResources: true,
  sanitizeExit: true,
  fn() {
    for (const dtype of ["float32", "float64"] as const) {
      using Z = matrix.empty(ROWS, COLS, dtype);
      using out = matrix.empty(ROWS, COLS, dtype);
      fill(Z);
      const expected = resultsOf(Z, out, 1);
      // several times, because no helper is ready at the first
      for (let k = 0; k < 20; k++) {
        out.data.fill(0);
        const results = resultsOf(Z, out, 2);
        for (const [n, result] of results.entries()) {
          const isSame = result.every((x, j) => Object.is(x, expected[n][j]));
          assert(isSame, `result ${n} of ${dtype}, run ${k}`);
        }
      }
    }
  },
});

Deno.test("threads: 2 finds the same first row without an answer as threads: 1", () => {
  using Z = matrix.empty(ROWS, COLS, "float32");
  using out = matrix.empty(ROWS, COLS, "float32");
  for (let k = 0; k < 200; k++) {
    const first = 5 * k % ROWS;
    // NaN in all rows from there on, so that both threads find one
    Z.data.fill(0);
    for (let i = first; i < ROWS; i++) Z.data[i * COLS + i] = NaN;
    for (const threads of [1, 2]) {
      assertThrows(
        () => softmax(Z, { out, threads }),
        RangeError,
        `logit is NaN at row ${first}, column ${first}`,
      );
    }
  }
});

const childPermissions: Deno.PermissionDescriptor[] = [
  { name: "run" },
  { name: "read" },
];

/** Runs threads_child.ts, without any permission, and checks its results. */
async function runChild(what: string, threads: number): Promise<number[]> {
  const child = new URL("threads_child.ts", import.meta.url).href;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", child, what, String(threads)],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const [out, err] = [stdout, stderr].map((x) => new TextDecoder().decode(x));
  assertEquals(code, 0, err);
  const { isRight, made } = JSON.parse(out);
  assert(isRight);
  return made;
}

testWith(
  "threads start when they are first asked for, start again after a time without work, and let a program without permissions end",
  childPermissions,
  async () => {
    const helpers = Math.min(1, navigator.hardwareConcurrency - 1);
    const made = await runChild("right", 2);
    assert(made.every((n: number) => n >= helpers), `${made}`);
    assertEquals(await runChild("right", 1), [0, 0]);
  },
);

testWith(
  "threads: 1000 starts no more threads than the machine has processors",
  childPermissions,
  async () => {
    const helpers = Math.min(63, navigator.hardwareConcurrency - 1);
    const [made] = await runChild("right", 1000);
    // more than once if they had to wait for work on a busy machine
    assert(made <= 3 * helpers, `${made}`);
  },
);

testWith(
  "threads: 2 gives right results with one thread where Worker is missing or fails",
  childPermissions,
  async () => {
    for (const what of ["missing", "throwing", "broken"]) {
      await runChild(what, 2);
    }
  },
);

testWith(
  "threads help several workers of a program at once, each in memory of its own",
  [{ name: "read" }],
  async () => {
    const workers = [-1, -2].map((x) => {
      const url = new URL("threads_worker.ts", import.meta.url);
      const worker = new Worker(url, { type: "module" });
      const answer = Promise.withResolvers<number[]>();
      worker.onmessage = ({ data }) => answer.resolve(data);
      worker.onerror = ({ message }) => answer.reject(new Error(message));
      worker.postMessage(x);
      return { x, worker, answer: answer.promise };
    });
    for (const { x, worker, answer } of workers) {
      const firsts = await answer;
      worker.terminate();
      assertEquals(firsts.length, 1, `${firsts}`);
      const expected = 1 / (1 + 999 * Math.exp(x));
      assert(Math.abs(firsts[0] / expected - 1) <= 8 * 2 ** -52); // 4 ULP twice
    }
  },
);

testWith(
  "threads help in the cells of a notebook, and leave its kernel soon",
  kernelPermissions,
  async () => {
    const helpers = Deno.build.os === "linux"
      ? Math.min(1, navigator.hardwareConcurrency - 1)
      : 0;
    const result = await runNotebook(
      notebookOf(
        `import { matrix, softmax } from "@lab/kernels";
         const workers = () => {
           if (Deno.build.os !== "linux") return 0;
           return [...Deno.readDirSync("/proc/self/task")].filter(({ name }) => {
             try {
               return Deno.readTextFileSync(\`/proc/self/task/\${name}/comm\`)
                 .startsWith("worker-");
             } catch {
               return false; // It has just ended.
             }
           }).length;
         };
         const before = workers();
         const Z = matrix.empty(512, 1000, "float32");
         let most = 0;
         // a busy machine takes its time to start a thread
         for (let k = 0; k < 20 || most < ${helpers} && k < 20_000; k++) {
           Z.data.fill(0);
           softmax(Z, { threads: 2, out: Z });
           most = Math.max(most, workers() - before);
         }
         console.log(most, Z.data.every((x) => x === Math.fround(1 / 1000)));`,
        `for (let k = 0; workers() > before && k < 500; k++) {
           await new Promise((resolve) => setTimeout(resolve, 20));
         }
         console.log(workers() - before);`,
      ),
      { cwd: new URL(".", import.meta.url).pathname, timeoutSeconds: 60 },
    );
    assertEquals(shown(result), [
      [`stdout: ${helpers} true\n`],
      ["stdout: 0\n"],
    ]);
  },
);
