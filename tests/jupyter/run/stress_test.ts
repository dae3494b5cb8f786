import { assertEquals } from "@std/assert";
import { runNotebook } from "@lab/jupyter";
import { testWith } from "../../permissions.ts";
import { kernelPermissions, notebookOf, shown } from "../../code_cells.ts";

/** A kind of cell: its source, and the outputs that it and earlier cells then have. */
type Kind = (
  i: number,
  outputs: string[][],
) => { source: string; tag?: string; shows: string[] };

const lines = (name: string, i: number, count: number) =>
  Array.from({ length: count }, (_, k) => `${name} ${i}:${k}\n`).join("");

const kinds: Kind[] = [
  (i) => ({
    source: `"result ${i}"`,
    shows: [`execute_result: "result ${i}"`],
  }),
  (i) => ({
    source: `for (let k = 0; k < 200; k++) console.log(\`line ${i}:\${k}\`);`,
    shows: [`stdout: ${lines("line", i, 200)}`],
  }),
  (i) => ({
    source: `await new Promise((resolve) => setTimeout(resolve, ${i % 7}));
console.log("slept ${i}");
${i} + 0.5`,
    shows: [`stdout: slept ${i}\n`, `execute_result: ${i}.5`],
  }),
  (i) => ({
    source: `for (let k = 0; k < 3; k++) {
  console.log(\`out ${i}:\${k}\`);
  console.error(\`err ${i}:\${k}\`);
}`,
    shows: [0, 1, 2].flatMap((k) => [
      `stdout: out ${i}:${k}\n`,
      `stderr: err ${i}:${k}\n`,
    ]),
  }),
  (i) => ({
    source: `Deno.jupyter.broadcast("display_data", {
  data: { "text/plain": "first ${i}" }, metadata: {}, transient: {} });
console.log("between ${i}");
await Deno.jupyter.display({ "text/plain": "second ${i}" }, { raw: true });
"last ${i}"`,
    shows: [
      `display_data: first ${i}`,
      `stdout: between ${i}\n`,
      `display_data: second ${i}`,
      `execute_result: "last ${i}"`,
    ],
  }),
  (i) => ({
    source: `await Deno.jupyter.display({ "text/plain": "old" }, {
  raw: true, display_id: "shared" });
console.error("kept ${i}");`,
    shows: ["display_data: old", `stderr: kept ${i}\n`],
  }),
  (i, outputs) => {
    // The display is updated in every cell that has it.
    for (const cell of outputs) {
      cell.forEach((text, k) => {
        if (/^display_data: (?:old|new \d+)$/.test(text)) {
          cell[k] = `display_data: new ${i}`;
        }
      });
    }
    return {
      source: `await Deno.jupyter.display({ "text/plain": "new ${i}" }, {
  raw: true, display_id: "shared", update: true });
"updated ${i}"`,
      shows: [`execute_result: "updated ${i}"`],
    };
  },
  (i) => ({
    source: `console.log("gone ${i}");
Deno.jupyter.broadcast("clear_output", { wait: ${i % 2 === 0} });
console.log("stays ${i}");`,
    shows: [`stdout: stays ${i}\n`],
  }),
  (i) => ({
    source: `console.log("before ${i}");
throw new RangeError("expected ${i}");`,
    tag: "raises-exception",
    shows: [
      `stdout: before ${i}\n`,
      `error: RangeError: expected ${i}\n    at line 2`,
    ],
  }),
  (i) => ({
    source: `const big${i} = "x".repeat(200_000);
await Deno.jupyter.display({ "text/plain": big${i} }, { raw: true });
void Promise.resolve().then(() => console.log("microtask ${i}"));`,
    shows: ["display_data: 200000 times x", `stdout: microtask ${i}\n`],
  }),
];

/**
 * Cells with outputs of megabytes. Deno's kernel writes its status into the middle
 * of a message that is on its way, and at these sizes the way takes a while.
 */
const large = [0, 15, 30, 45].map((pause) => ({
  source: `await Deno.jupyter.display(
    { "text/plain": "x".repeat(6_000_000) }, { raw: true });
console.log("after");
await new Promise((resolve) => setTimeout(resolve, ${pause}))`,
  shows: ["display_data: 6000000 times x", "stdout: after\n"],
}));

testWith(
  "runNotebook() loses, moves and reorders no output of 200 cells, and keeps outputs of megabytes whole",
  kernelPermissions,
  async () => {
    const sources: [string, ...string[]][] = [];
    const expected: string[][] = [];
    for (let i = 0; i < 200; i++) {
      // Neighbours of every kind: the step has no factor in common with ten.
      const { source, tag, shows } = kinds[i * 3 % 10](i, expected);
      sources.push(tag ? [source, tag] : [source]);
      expected.push(shows);
      // A display under a known id changes the earlier ones too.
      if (shows[0] === "display_data: old") {
        for (const cell of expected) {
          cell.forEach((text, k) => {
            if (/^display_data: new \d+$/.test(text)) cell[k] = shows[0];
          });
        }
      }
    }
    for (const { source, shows } of large) {
      sources.push([source]);
      expected.push(shows);
    }
    const cwd = new URL(".", import.meta.url).pathname;
    const result = shown(await runNotebook(notebookOf(...sources), { cwd }));
    for (const [i, outputs] of result.entries()) {
      const brief = outputs.map((text) =>
        text.replace(/(?<= )x*$/, (all) => all && `${all.length} times x`)
      );
      assertEquals(brief, expected[i], `cell ${i}`);
    }
  },
);
