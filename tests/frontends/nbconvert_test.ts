import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { parseNotebook } from "@lab/nbformat";
import { jupyterTest, rounds } from "./jupyter.ts";
import { committed, lost, outputs } from "./lesson.ts";
import { NOTEBOOKS } from "../lessons.ts";

jupyterTest(
  "nbconvert --execute runs notebooks and loses no output",
  async (jupyter, t) => {
    // In the gate, those that train nothing: the front ends run the others on the
    // same kernel.
    const some = Deno.env.has("LAB_ROUNDS")
      ? NOTEBOOKS
      : NOTEBOOKS.filter((name) => !/^0[67]/.test(name));
    let all = 0;
    const missing: unknown[] = [];
    const folder = join(jupyter.project, "converted");
    for (let round = 1; round <= rounds(); round++) {
      await t.step(`round ${round}`, async () => {
        const { success, said } = await jupyter.run(
          "jupyter",
          ...["nbconvert", "--execute", "--to", "notebook"],
          ...["--output-dir", folder],
          ...some.map((name) => jupyter.lesson(name)),
        );
        assertEquals(success, true, said);
        for (const name of some) {
          const text = Deno.readTextFileSync(join(folder, name));
          all += outputs(committed(name).notebook).flat().length;
          missing.push(...lost(name, parseNotebook(text, name)));
        }
      });
    }
    assertEquals(missing, [], `of ${all} outputs`);
  },
);
