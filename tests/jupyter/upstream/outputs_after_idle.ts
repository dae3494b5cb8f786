/**
 * Counts the cells in Deno's Jupyter kernel whose last output comes after the
 * cell's status "idle", or names another cell as its parent:
 *
 *     deno run -A tests/jupyter/upstream/outputs_after_idle.ts [CELLS]
 *
 * Each cell is sent when the one before has had its reply and its "idle", as
 * Jupyter's clients do. outputs_after_idle.py is the same with jupyter_client.
 *
 * @module
 */
import { Kernel } from "../../../lib/jupyter/kernel/kernel.ts";
import type { Message } from "../../../lib/jupyter/wire/message.ts";

const cells = Number(Deno.args[0] ?? 300);

/** Kinds of cell, in which `#` is the cell's number. */
const KINDS: [string, string][] = [
  ["a last expression", `"<#>"`],
  ["console.log", `console.log("<#>")`],
  ["100 times console.log", `for (let i = 0; i < 100; i++) console.log("<#>")`],
  [
    "await Deno.jupyter.display",
    `await Deno.jupyter.display({ "text/plain": "<#>" }, { raw: true })`,
  ],
  [
    "the same, and one turn of the event loop",
    `await Deno.jupyter.display({ "text/plain": "<#>" }, { raw: true });
     await new Promise((resolve) => setTimeout(resolve, 0))`,
  ],
];

await using kernel = await Kernel.start({ cwd: Deno.makeTempDirSync() });
let count = 0; // of the messages so far
const idle = new Map<string, number>(); // which message said it, by request
let last: { at: number; parent?: string }[] = []; // output of each cell
let heard = () => {};
kernel.onMessage = ({ header, parent_header, content }: Message) => {
  count++;
  const parent = parent_header.msg_id;
  if (content.execution_state === "idle") idle.set(String(parent), count);
  if (/^(stream|display_data|execute_result)$/.test(header.msg_type)) {
    for (const [, i] of JSON.stringify(content).matchAll(/<(\d+)>/g)) {
      last[Number(i)] = { at: count, parent };
    }
  }
  heard();
};

console.log(`Deno ${Deno.version.deno}, ${cells} cells of each kind\n`);
for (const [name, code] of KINDS) {
  last = [];
  const ids: string[] = [];
  for (let i = 0; i < cells; i++) {
    const reply = await kernel.request("execute_request", {
      code: code.replace("#", String(i)),
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
    const id = String(reply.parent_header.msg_id);
    ids.push(id);
    while (!idle.has(id)) {
      await new Promise<void>((resolve) => heard = resolve);
    }
  }
  // Late outputs come soon, so wait until none has come for two seconds.
  for (let before = -1; before < count;) {
    before = count;
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  const found = { "after idle": 0, "other parent": 0, missing: 0 };
  for (const [i, id] of ids.entries()) {
    if (!last[i]) found.missing++;
    else {
      if (last[i].at > idle.get(id)!) found["after idle"]++;
      if (last[i].parent !== id) found["other parent"]++;
    }
  }
  console.log(name, found);
}
