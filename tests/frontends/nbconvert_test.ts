import { assertEquals } from "@std/assert";
import { parseNotebook } from "@lab/jupyter";
import { jupyterTest, rounds } from "./jupyter.ts";
import { lessons, lost } from "./lesson.ts";

jupyterTest(
  "nbconvert --execute runs every lesson and loses no output",
  async (jupyter, t) => {
    for (let round = 1; round <= rounds(2); round++) {
      for (const name of lessons) {
        await t.step(`${name}, round ${round}`, async () => {
          const { success, said } = await jupyter.run(
            "jupyter",
            ...["nbconvert", "--execute", "--to", "notebook"],
            ...["--output", `run-${name}`, jupyter.lesson(name)],
          );
          assertEquals(success, true, said);
          const text = Deno.readTextFileSync(jupyter.lesson(`run-${name}`));
          assertEquals(lost(name, parseNotebook(text, name)), []);
        });
      }
    }
  },
);
