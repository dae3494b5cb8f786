/**
 * Counts the outputs that a run loses, puts into the wrong cell or reorders: our
 * runs and those of nbconvert, which must be on the PATH.
 *
 *     deno run -A tests/bench/outputs_lost.ts [ROUNDS] [ROUNDS OF LINES]
 *
 * nbconvert, which is slower, runs in every fifth round only.
 *
 * It runs the lessons, a notebook of twelve cells that end in bare expressions, and
 * one of six cells that print 500 lines each; alone, and beside four busy loops.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { runNotebook } from "@lab/jupyter";
import {
  type CodeCell,
  type Notebook,
  parseNotebook,
  stringifyNotebook,
} from "@lab/nbformat";
import { notebookOf } from "../code_cells.ts";
import { Nbconvert } from "./nbconvert.ts";

const root = join(import.meta.dirname!, "../..");
const rounds = Number(Deno.args[0] ?? 50);
const roundsOfLines = Number(Deno.args[1] ?? 10);

/** A notebook, and the pieces of output that each of its code cells must have. */
interface Subject {
  path: string;
  wanted: string[][];
}

/** The output of a cell in pieces: a printed line is one, and so is a display. */
function pieces({ outputs }: CodeCell): string[] {
  return outputs.flatMap((output) => {
    switch (output.output_type) {
      case "stream":
        return output.text.split("\n").slice(0, -1)
          .map((line) => `${output.name}: ${line}`);
      case "error":
        return [`error: ${output.ename}`];
      default: {
        const { "text/html": html, "text/plain": plain } = output.data;
        // Plot numbers its clip paths for as long as a program runs.
        const shown = String(html ?? plain ?? JSON.stringify(output.data));
        return [`display: ${shown.replaceAll(/plot-clip-\d+/g, "")}`];
      }
    }
  });
}

function piecesOf(notebook: Notebook): string[][] {
  return notebook.cells.flatMap((cell) =>
    cell.cell_type === "code" ? [pieces(cell)] : []
  );
}

/** The faults of a run. */
interface Count {
  lost: number;
  misplaced: number;
  reordered: number;
  outOf: number;
}

function compare(wanted: string[][], got: string[][]): Count {
  const count = { lost: 0, misplaced: 0, reordered: 0, outOf: 0 };
  const missing: string[] = [];
  const extra: string[] = [];
  for (const [i, cell] of wanted.entries()) {
    const rest = [...got[i] ?? []];
    count.outOf += cell.length;
    const there = cell.filter((piece) => {
      const at = rest.indexOf(piece);
      if (at < 0) return void missing.push(piece);
      rest.splice(at, 1);
      return true;
    });
    extra.push(...rest);
    const order = (got[i] ?? []).filter((piece) => there.includes(piece));
    if (order.some((piece, k) => piece !== there[k])) count.reordered++;
  }
  for (const piece of missing) {
    const at = extra.indexOf(piece);
    if (at < 0) count.lost++;
    else {
      extra.splice(at, 1);
      count.misplaced++;
    }
  }
  return count;
}

function readAs(path: string): Notebook {
  return parseNotebook(Deno.readTextFileSync(path), basename(path));
}

/** Six cells that print 500 lines each. */
function linesNotebook(folder: string): Subject {
  const cells = [1, 2, 3, 4, 5, 6];
  const notebook = notebookOf(
    ...cells.map((cell) =>
      `for (let i = 0; i < 500; i++) console.log(\`cell ${cell}, line \${i}\`);`
    ),
  );
  notebook.metadata = {
    kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
  };
  const path = join(folder, "lines.ipynb");
  Deno.writeTextFileSync(path, stringifyNotebook(notebook));
  return {
    path,
    wanted: cells.map((cell) =>
      Array.from({ length: 500 }, (_, i) => `stdout: cell ${cell}, line ${i}`)
    ),
  };
}

/** Keeps processors busy until it is disposed of. */
class Load implements Disposable {
  #loops: Deno.ChildProcess[];

  constructor(count: number) {
    this.#loops = Array.from(
      { length: count },
      () =>
        new Deno.Command(Deno.execPath(), {
          args: ["eval", "while (true);"],
          stdout: "null",
          stderr: "null",
        }).spawn(),
    );
  }

  [Symbol.dispose]() {
    for (const loop of this.#loops) loop.kill("SIGKILL");
  }
}

const folder = Deno.makeTempDirSync({ prefix: "lab-bench-" });
await using nbconvert = new Nbconvert();
const version = await nbconvert.version();
const lessons = [...Deno.readDirSync(join(root, "notebooks"))]
  .map(({ name }) => name).filter((name) => name.endsWith(".ipynb")).sort()
  .map((name): Subject => {
    const path = join(root, "notebooks", name);
    return { path, wanted: piecesOf(readAs(path)) };
  });
const twelve = join(root, "tests/fixtures/notebooks/twelve_cells.ipynb");
const cwd = dirname(twelve);
const bare: Subject = {
  path: twelve,
  wanted: piecesOf(await runNotebook(readAs(twelve), { cwd })),
};

type Runner = (subject: Subject) => Promise<Notebook | undefined>;
const runners: [string, Runner][] = [
  [
    "softmax-lab",
    ({ path }) => runNotebook(readAs(path), { cwd: dirname(path) }),
  ],
];
if (version) {
  runners.push([`nbconvert ${version}`, async ({ path }) => {
    const { success } = await nbconvert.run(
      ...["--to", "notebook", "--output-dir", folder, "--output", "out"],
      path,
    );
    return success ? readAs(join(folder, "out.ipynb")) : undefined;
  }]);
} else {
  console.error(
    "There is no jupyter on the PATH, so only our runs are measured",
  );
}

console.log(
  `Deno ${Deno.version.deno}, ${navigator.hardwareConcurrency} processors\n`,
);
console.log(
  "| notebooks | beside | tool | runs | outputs and lines | lost | in another cell | cells in another order | failed runs |",
);
console.log("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
for (
  const [what, subjects, times] of [
    ["lessons", lessons, rounds],
    ["twelve cells", [bare], rounds],
    ["6 x 500 lines", [linesNotebook(folder)], roundsOfLines],
  ] as [string, Subject[], number][]
) {
  for (const loops of [0, 4]) {
    using _load = new Load(loops);
    const sums = runners.map(() => ({
      ...{ lost: 0, misplaced: 0, reordered: 0, outOf: 0 },
      ...{ runs: 0, failed: 0 },
    }));
    for (let round = 0; round < times; round++) {
      for (const subject of subjects) {
        for (const [k, [, run]] of runners.entries()) {
          if (k > 0 && round % 5 > 0) continue;
          const sum = sums[k];
          sum.runs++;
          const notebook = await run(subject);
          if (!notebook) sum.failed++;
          else {
            const count = compare(subject.wanted, piecesOf(notebook));
            for (const key of Object.keys(count) as (keyof Count)[]) {
              sum[key] += count[key];
            }
          }
        }
      }
    }
    for (const [k, [name]] of runners.entries()) {
      const { runs, outOf, lost, misplaced, reordered, failed } = sums[k];
      const beside = loops ? `${loops} busy loops` : "nothing";
      const cells = [what, beside, name, runs, outOf, lost, misplaced];
      console.log(`| ${[...cells, reordered, failed].join(" | ")} |`);
    }
  }
}
await Deno.remove(folder, { recursive: true });
