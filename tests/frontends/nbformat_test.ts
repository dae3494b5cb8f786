import { assertEquals } from "@std/assert";
import { jupyterTest } from "./jupyter.ts";
import { NOTEBOOKS } from "../lessons.ts";

/** Prints the files that are not valid, and warns of anything that nbformat would repair. */
const validate = `
import json, sys, nbformat
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        try:
            nbformat.validate(json.load(file))
        except Exception as error:
            print(path, error)
`;

jupyterTest(
  "the lessons are valid by nbformat's own schema",
  async (jupyter) => {
    const paths = NOTEBOOKS.map((name) => jupyter.lesson(name));
    assertEquals(
      await jupyter.run("python", "-W", "error", "-c", validate, ...paths),
      {
        success: true,
        said: "",
      },
    );
  },
);
