import { assertEquals } from "@std/assert";
import { parseNotebook } from "@lab/nbformat";
import { jupyterTest, rounds } from "./jupyter.ts";
import { committed, lost, outputs } from "./lesson.ts";
import { NOTEBOOKS } from "../lessons.ts";

jupyterTest(
  "nbconvert --execute runs every notebook and loses no output",
  async (jupyter, t) => {
    let all = 0;
    const missing: unknown[] = [];
    for (let round = 1; round <= rounds(); round++) {
      for (const name of NOTEBOOKS) {
        await t.step(`${name}, round ${round}`, async () => {
          const { success, said } = await jupyter.run(
            "jupyter",
            ...["nbconvert", "--execute", "--to", "notebook"],
            ...["--output", `run-${name}`, jupyter.lesson(name)],
          );
          assertEquals(success, true, said);
          const text = Deno.readTextFileSync(jupyter.lesson(`run-${name}`));
          all += outputs(committed(name).notebook).flat().length;
          missing.push(...lost(name, parseNotebook(text, name)));
        });
      }
    }
    assertEquals(missing, [], `of ${all} outputs`);
  },
);
