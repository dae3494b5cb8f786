import { assert, assertEquals, assertMatch } from "@std/assert";
import { runNotebook } from "@lab/jupyter";
import {
  type Cell,
  type CodeCell,
  type Notebook,
  type Output,
} from "@lab/nbformat";
import { kernelPermissions } from "./code_cells.ts";
import { FOLDER, LESSONS, readNotebook } from "./lessons.ts";
import { testWith } from "./permissions.ts";
import { WRONG_ANSWERS } from "./wrong_answers.ts";

/** A cell that waits for a reader's answer, and the solution folded above it. */
interface Exercise {
  cell: CodeCell;
  question: string;
  solution: string;
}

function exercisesOf({ cells }: Notebook): Exercise[] {
  return cells.flatMap((cell, i) => {
    if (!isExercise(cell)) return [];
    const question = cells[i - 1].source;
    const [, solution] = /<summary>Solution<\/summary>.*?```ts\n(.*?)\n```/s
      .exec(question)!;
    return [{ cell, question, solution }];
  });
}

function isExercise(cell: Cell): cell is CodeCell {
  return cell.cell_type === "code" && cell.source.includes("checkAnswer(");
}

/** The exercises' cells, and those before them whose names they need. */
function neededCells({ cells }: Notebook): Cell[] {
  const used = new Set<string>();
  return cells.toReversed().filter((cell) => {
    const code = cell.source.replaceAll(/\/\/.*|"[^"\n]*"/g, "");
    const declared = code
      .matchAll(/^(?:import|const|let|function|type)\b([^=(;]*)/gm)
      .flatMap(([, names]) => names.match(/(?!from|type|with)\b\w+/g) ?? []);
    const isNeeded = cell.cell_type === "code" &&
      (isExercise(cell) || declared.some((name) => used.has(name)));
    if (isNeeded) { for (const name of code.match(/\w+/g)!) used.add(name); }
    return isNeeded;
  }).reverse();
}

/** The cell without most of part 7's shuffles: no exercise looks at them. */
function quicker(cell: Cell): Cell {
  const source = cell.source.replace("{ length: 100 }", "{ length: 1 }");
  return { ...cell, source };
}

/** The cell with an answer in place of the lines before its first empty line. */
function answered(cell: CodeCell, answer: string): CodeCell {
  const [, check] = /^const \w+ = undefined;.*?\n\n(.*)$/s.exec(cell.source)!;
  return {
    ...cell,
    id: crypto.randomUUID(),
    source: `${answer}\n\n${check}`,
  };
}

/** The cell's verdict on the answer. */
function verdict({ outputs }: CodeCell): string {
  assertEquals(outputs.length, 1);
  const [output] = outputs as Extract<Output, { data: unknown }>[];
  return String(output.data["text/markdown"]);
}

for (const [name, mistakes] of Object.entries(WRONG_ANSWERS)) {
  testWith(
    `${name}: its exercises wait for an answer, accept the solution and say what is wrong with a wrong one`,
    kernelPermissions,
    async () => {
      const notebook = readNotebook(name);
      const exercises = exercisesOf(notebook);
      assertEquals(exercises.length, mistakes.length);
      const tried = neededCells(notebook).flatMap((cell): Cell[] => {
        const i = exercises.findIndex((exercise) => exercise.cell === cell);
        if (i < 0) return [quicker(cell)];
        const answers = [exercises[i].solution, mistakes[i].answer];
        return answers.map((answer) => answered(exercises[i].cell, answer));
      });
      const { cells } = await runNotebook(
        { ...notebook, cells: tried },
        { cwd: FOLDER, name },
      );
      const said = cells.filter(isExercise).map(verdict);
      exercises.forEach(({ cell }, i) => {
        const [right, wrong] = said.slice(2 * i, 2 * i + 2);
        assertMatch(verdict(cell), /^\*\*Your turn\.\*\*/);
        assertEquals(right, "**✓ Right.**", exercises[i].solution);
        assertEquals(wrong, `**✗ Not yet.** ${mistakes[i].says}`);
      });
    },
  );
}

testWith(
  "every lesson has exercises, each with a folded hint and solution",
  [{ name: "read" }],
  () => {
    assertEquals(Object.keys(WRONG_ANSWERS), LESSONS);
    for (const name of LESSONS) {
      const exercises = exercisesOf(readNotebook(name));
      assert(exercises.length >= 3, `${name} has ${exercises.length}`);
      for (const { question } of exercises) {
        assertEquals(
          Array.from(
            question.matchAll(/<summary>(.*)<\/summary>/g),
            ([, s]) => s,
          ),
          ["Hint", "Solution"],
          question,
        );
      }
    }
  },
);
