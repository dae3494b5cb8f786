import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { parseNotebook } from "@lab/nbformat";
import { isLong, jupyterTest, rounds } from "./jupyter.ts";
import { committed, lost, outputs } from "./lesson.ts";
import { NOTEBOOKS } from "../lessons.ts";
import { checkRestless, writeRestless } from "./restless.ts";

jupyterTest(
  "nbconvert --execute runs notebooks and loses no output",
  async (jupyter, t) => {
    // In the gate, two: the front ends run all of them on the same kernel.
    const some = isLong() ? NOTEBOOKS : NOTEBOOKS.slice(0, 2);
    const restless = writeRestless(jupyter, false);
    let all = 0;
    const missing: unknown[] = [];
    const folder = join(jupyter.project, "converted");
    for (let round = 1; round <= rounds(); round++) {
      await t.step(`round ${round}`, async () => {
        const { success, said } = await jupyter.run(
          "jupyter",
          ...["nbconvert", "--execute", "--to", "notebook"],
          ...["--output-dir", folder],
          ...[...some, restless].map((name) => jupyter.lesson(name)),
        );
        assertEquals(success, true, said);
        const converted = (name: string) =>
          parseNotebook(Deno.readTextFileSync(join(folder, name)), name);
        checkRestless(
          outputs(converted(restless)).map((all) => JSON.stringify(all)),
        );
        for (const name of some) {
          all += outputs(committed(name).notebook).flat().length;
          missing.push(...lost(name, converted(name)));
        }
      });
    }
    assertEquals(missing, [], `of ${all} outputs`);
  },
);
