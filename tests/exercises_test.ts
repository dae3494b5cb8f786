import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
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
  /** The name that its answer gets. */
  name: string;
  question: string;
  solution: string;
}

function exercisesOf({ cells }: Notebook): Exercise[] {
  return cells.flatMap((cell, i) => {
    if (!isExercise(cell)) return [];
    const question = cells[i - 1].source;
    const [, solution] = /<summary>Solution<\/summary>.*?```ts\n(.*?)\n```/s
      .exec(question)!;
    return [{ cell, name: nameOf(cell.source), question, solution }];
  });
}

function nameOf(answer: string): string {
  return /^const (\w+)/.exec(answer)![1];
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

/** The solution in float32, as a function that leaves nothing of the lists that it is given. */
function inFloat32({ name, solution }: Exercise): string {
  return `const inFloat32 = (it) => {
    if (typeof it === "number") return Math.fround(it);
    if (typeof it !== "function") return Float32Array.from(it);
    return (...given) => {
      const result = inFloat32(it(...given));
      for (const list of given) list.fill?.(NaN);
      return result;
    };
  };
  const ${name} = inFloat32((() => {
    ${solution}
    return ${name};
  })());`;
}

/** The cell's verdict on the answer. */
function verdict({ outputs }: CodeCell): string {
  assertEquals(outputs.length, 1);
  const [output] = outputs as Extract<Output, { data: unknown }>[];
  return String(output.data["text/markdown"]);
}

for (const [name, mistakes] of Object.entries(WRONG_ANSWERS)) {
  testWith(
    `${name}: its exercises wait for an answer, accept the solution, in float32 too, and say what is wrong with a wrong one`,
    kernelPermissions,
    async () => {
      const notebook = readNotebook(name);
      const exercises = exercisesOf(notebook);
      assertEquals(
        new Set(mistakes.map(({ answer }) => nameOf(answer))),
        new Set(exercises.map(({ name }) => name)),
      );
      const trials = exercises.map((exercise) => {
        const { cell, name, solution } = exercise;
        assertMatch(verdict(cell), /^\*\*Your turn\.\*\*/);
        const right = "**✓ Right.**";
        return [
          { answer: solution, says: right },
          { answer: inFloat32(exercise), says: right },
          {
            answer: `const ${name} = "?";`,
            says: "**✗ Not yet.** It should be",
          },
          ...mistakes.filter(({ answer }) => nameOf(answer) === name)
            .map((mistake) => ({
              ...mistake,
              says: `**✗ Not yet.** ${mistake.says}`,
            })),
        ];
      });
      const tried = neededCells(notebook).flatMap((cell): Cell[] => {
        const i = exercises.findIndex((exercise) => exercise.cell === cell);
        if (i < 0) return [quicker(cell)];
        const { cell: asked } = exercises[i];
        return trials[i].map(({ answer }) => answered(asked, answer));
      });
      const { cells } = await runNotebook(
        { ...notebook, cells: tried },
        { cwd: FOLDER, name },
      );
      const said = cells.filter(isExercise).map(verdict);
      for (const [i, { answer, says }] of trials.flat().entries()) {
        assertStringIncludes(said[i], says, answer);
      }
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
