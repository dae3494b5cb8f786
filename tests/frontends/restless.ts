/**
 * Cells that end as soon as they can, as readers write them, and the test that
 * a front end shows all that they say.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { notebookOf } from "../code_cells.ts";
import { isLong, type Jupyter } from "./jupyter.ts";
import type { Lesson } from "./lesson.ts";

/** The number of cells: in the gate few. */
const COUNT = isLong() ? 300 : 60;

/** The cells, each with the marks that it shows. */
const cells = Array.from({ length: COUNT }, (_, i) => {
  const mark = (k: number | string) => `<${i}:${k}>`;
  const kinds: [source: string, ...marks: string[]][] = [
    [`"${mark(0)}"`, mark(0)],
    [
      `console.log("${mark(0)}"); console.error("${mark(1)}");`,
      mark(0),
      mark(1),
    ],
    [
      `await new Promise((resolve) => setTimeout(resolve, ${i % 9}));
       console.log("${mark(0)}"); "${mark(1)}"`,
      mark(0),
      mark(1),
    ],
    [
      `await Deno.jupyter.display({ "text/plain": "${
        mark(0)
      }" }, { raw: true })`,
      mark(0),
    ],
    [
      `for (let k = 0; k < 20; k++) console.log(\`${mark("${k}")}\`)`,
      ...Array.from({ length: 20 }, (_, k) => mark(k)),
    ],
    [`0 / 0 // ${i}`, "NaN"],
  ];
  return kinds[i % kinds.length];
});

/** Cells that are run one by one: for an error, Stop, and the death of the kernel. */
const singles = [
  "const kept = 42;\nconst a = Math.log(100",
  "let waits = 42; await new Promise((resolve) => setTimeout(resolve, 1e6))",
  "waits",
  `Deno.kill(Deno.pid, "SIGKILL")`,
];

/** Writes a notebook of the cells into the project, and returns its name. */
export function writeRestless(
  { project }: Jupyter,
  hasSingles: boolean,
): string {
  const name = "restless.ipynb";
  const metadata = {
    kernelspec: { name: "deno", display_name: "Deno", language: "typescript" },
  };
  const sources = cells.map(([source]) => source);
  const notebook = notebookOf(...sources, ...hasSingles ? singles : []);
  Deno.writeTextFileSync(
    join(project, "notebooks", name),
    JSON.stringify({ ...notebook, metadata }),
  );
  return name;
}

/** Fails if the outputs of a cell, each as JSON, are not those that it has made. */
export function checkRestless(outputs: string[]): void {
  for (const [i, [source, ...marks]] of cells.entries()) {
    assertEquals(outputs[i].match(/<\d+:\d+>|NaN/g), marks, source);
  }
}

/** Runs the cells in a front end, and then the single ones. */
export async function runRestless(
  lesson: Lesson,
  rounds: number,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await lesson.runAll(COUNT);
    checkRestless(await lesson.outputs());
  }
  // The last of those that ran is an error, so that the others did not run.
  const [error, ...others] = (await lesson.outputs()).slice(COUNT);
  assertStringIncludes(error, "SyntaxError: Expected ',', got '<eof>'");
  assertStringIncludes(error, "at line 2");
  assertEquals(others, ["[]", "[]", "[]"]);

  await lesson.run(COUNT + 1);
  await new Promise((resolve) => setTimeout(resolve, 500));
  await lesson.stop();
  await lesson.shows(COUNT + 1, "Interrupted: The cell was interrupted");
  await lesson.run(COUNT + 2);
  await lesson.shows(COUNT + 2, "42");
  assertEquals(await lesson.dialogs(), []);

  await lesson.run(COUNT + 3);
  await lesson.shows(COUNT + 3, "The kernel ended with signal SIGKILL");
  await lesson.dismissRestart();
  await lesson.run(5);
  await lesson.shows(5, '"execution_count":1,');
}
