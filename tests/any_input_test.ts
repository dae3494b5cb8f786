import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runNotebook } from "@lab/jupyter";
import type { CodeCell } from "@lab/nbformat";
import { kernelPermissions } from "./code_cells.ts";
import { FOLDER, readNotebook } from "./lessons.ts";
import { testWith } from "./permissions.ts";

/** Scores that a reader may put at the top of a part, and the class that is right. */
const INPUTS: [logits: number[], target: number][] = [
  [[0.3, 1.2], 1],
  [[1.2, 0.3, -0.8, 2.5, 0], 3],
  [[3, 1, 4, 1, 5, 9, 2, 6, 5, 3.5], 9],
  [[0, 0, 0], 1],
  [[500, -500, 0], 1],
  [[1e-9, 0, -1e-9], 0],
  [[3, 3, -1], 1],
  [[-700, -710.5, -705], 0],
  [[-0.8, 0.3, 1.2], 2],
];

/** What a reader changes in a cell, and to what. */
type Change = [was: RegExp, becomes: string];

const OTHER_SCORES = INPUTS.map(([logits]): Change[] => [
  [/^const logits = .*;/m, `const logits = ${JSON.stringify(logits)};`],
]);

/** Other scores and targets, and a start from which the race of the losses is short. */
const OTHER_TARGETS = INPUTS.map(([, target], i): Change[] => [
  ...OTHER_SCORES[i],
  [/^const target = \d+;/m, `const target = ${target};`],
  [/(?<=^const start = ).*;/m, "[-5, 0, 5];"],
]);

/** Some scores (in part 5 they only show how float32 holds a number), another polynomial, and one in a thousand of the float32s that it tries. */
const FEWER_FLOATS = [
  OTHER_SCORES[0],
  OTHER_SCORES[2],
  OTHER_SCORES[4],
  [
    [/^const logits = .*;/m, "const logits = [1e10, 0.3, -0.8];"],
    [/(?<=^const q = )\[[^\]]*\]/m, "[1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2]"],
  ] satisfies Change[],
].map((changes): Change[] => [...changes, [/2 \*\* 23; k/, "2 ** 13; k"]]);

/** Every fourth name, other names held out, other numbers of steps, and a short training of the shared tables. */
const OTHER_STEPS = ["2 1, 40", "3 70, 0.5"].map((input): Change[] => {
  const [seed, steps] = input.split(/ (.*)/);
  return [
    [/^const seed = .*?;/m, `const seed = ${seed};`],
    [/^const \[steps, eta\] = .*;/m, `const [steps, eta] = [${steps}];`],
    [/steps = 80/, "steps = 3"],
    [/(?<=const names = .*\.filter\()\(name\) =>/, "(name, i) => i % 4 < 1 &&"],
  ];
});

/** Other thirds and blocks, and other features, each with fewer steps, shuffles and draws. */
const OTHER_PLANS: Change[][] = [
  [[/return \[gain\(1\), .*\];/, "return [gain(1), gain(12)];"]],
  [[/\[1 \/ 3, 2 \/ 3\]/, "[0.01, 0.99]"], [/block = 6/, "block = 12"]],
].map((changes) => [
  ...changes as Change[],
  [/step < 500/, "step < 100"],
  [/length: 100 }/, "length: 3 }"],
  [/length: 500 }/, "length: 20 }"],
]);

const PARTS = {
  "01_softmax.ipynb": OTHER_SCORES,
  "02_cross_entropy.ipynb": OTHER_SCORES,
  "03_gradient.ipynb": OTHER_TARGETS,
  "04_temperature.ipynb": OTHER_SCORES,
  "05_speed_and_accuracy.ipynb": FEWER_FLOATS,
  "06_bigram.ipynb": OTHER_STEPS,
  "07_position_sizing.ipynb": OTHER_PLANS,
};

/** Which of a part's lines beside its cells come with the last of its inputs, and which do not. */
const LINES: Record<string, [line: string, comes: boolean][]> = {
  "01_softmax.ipynb": [
    ["says bet on a rise; with your scores it is bet on a fall", true],
    ["says only day 2", false],
  ],
  "04_temperature.ipynb": [
    // The error of the favourite, whichever it is.
    ["says 0.0001", false],
    ["says 0.63", false],
  ],
  "05_speed_and_accuracy.ipynb": [["says every bit agrees", true]],
  "06_bigram.ipynb": [["says 100; with your scores it is over 70", true]],
  // The best temperature is finite.
  "07_position_sizing.ipynb": [["one third each: between", false]],
};

for (const [name, inputs] of Object.entries(PARTS)) {
  testWith(
    `${name} runs with any input, and says where its text quotes other numbers`,
    kernelPermissions,
    async () => {
      const notebook = readNotebook(name);
      const code = notebook.cells.filter((cell) => cell.cell_type === "code");
      // Every cell may fail: the run goes on, and the test names all that failed.
      const metadata = { tags: ["raises-exception"] };
      const copies = inputs.map((changes, i) => {
        for (const [was] of changes) {
          assert(code.some(({ source }) => was.test(source)), `${was}`);
        }
        return code.map((cell): CodeCell => ({
          ...cell,
          metadata,
          id: `${cell.id}-${i}`,
          source: changes.reduce(
            (source, [was, becomes]) => source.replace(was, becomes),
            cell.source,
          ),
        }));
      });
      // Wrong quotes are errors where this is set. A live front end does not set it.
      const live = { ...code[0], source: 'Deno.env.delete("LAB_QUOTES")' };
      // One kernel runs all copies: a cell may declare the same names again.
      const { cells } = await runNotebook(
        { ...notebook, cells: [live, ...copies.flat()] },
        { cwd: FOLDER, name },
      );
      const outputs = cells.slice(1).map((cell) => (cell as CodeCell).outputs);
      const failed = outputs.flatMap((list, k) => {
        const error = list.find(({ output_type }) => output_type === "error");
        if (!error) return [];
        const cell = notebook.cells.indexOf(code[k % code.length]) + 1;
        const [[, input]] = inputs[Math.floor(k / code.length)];
        return [`cell ${cell}, ${input} ${JSON.stringify(error)}`];
      });
      assertEquals(failed, []);
      const told = inputs.map((_, i) =>
        JSON.stringify(outputs.slice(i * code.length, (i + 1) * code.length))
      );
      for (const text of told) assertStringIncludes(text, "The text says");
      for (const [line, comes] of LINES[name] ?? []) {
        assertEquals(told.at(-1)!.includes(line), comes, line);
      }
    },
  );
}
