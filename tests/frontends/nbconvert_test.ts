import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { parseNotebook } from "@lab/nbformat";
import { jupyterTest, rounds } from "./jupyter.ts";
import { committed, lost, outputs } from "./lesson.ts";
import { NOTEBOOKS } from "../lessons.ts";

jupyterTest(
  "nbconvert --execute runs every notebook and loses no output",
  async (jupyter, t) => {
    let all = 0;
    const missing: unknown[] = [];
    const folder = join(jupyter.project, "converted");
    for (let round = 1; round <= rounds(); round++) {
      await t.step(`round ${round}`, async () => {
        const { success, said } = await jupyter.run(
          "jupyter",
          ...["nbconvert", "--execute", "--to", "notebook"],
          ...["--output-dir", folder],
          ...NOTEBOOKS.map((name) => jupyter.lesson(name)),
        );
        assertEquals(success, true, said);
        for (const name of NOTEBOOKS) {
          const text = Deno.readTextFileSync(join(folder, name));
          all += outputs(committed(name).notebook).flat().length;
          missing.push(...lost(name, parseNotebook(text, name)));
        }
      });
    }
    assertEquals(missing, [], `of ${all} outputs`);
  },
);
