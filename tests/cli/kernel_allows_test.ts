import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { checkTypes } from "../../lib/cli/cells.ts";
import { readNotebooks } from "../../lib/cli/files.ts";
import { testWith } from "../permissions.ts";
import { Folder, needs, notebook } from "./command.ts";

testWith(
  "checkTypes() lets cells run that the kernel runs, and only these",
  needs,
  async () => {
    using folder = new Folder({
      "deno.json": "{}",
      "allowed.ipynb": notebook([
        `import { join } from "node:path";\njoin("a");`,
        `import {\n  dirname,\n  join,\n} from "node:path";\njoin(dirname("a"));`,
        `import * as path from "node:path"; path.sep`,
        `import * as path from "node:path"; path.sep`,
        `function f(x: number) { return x + 1; }\nf(1);`,
        `function f(x: string) { return x + "1"; }\nf("1");`,
        `{ loss: 0.5, steps: 3 }`,
        `{\n  const inBlock = 1;\n  console.log(inBlock);\n}`,
        `const React = { createElement: (...all: unknown[]) => all };`,
        `<b className="x">hi</b>`,
      ]),
      "refused.ipynb": notebook([
        `{ loss: "a" * 2 }`,
        `class A {}`,
        `class A { x = 1; }`,
        `import { sep } from "node:path";`,
        `sep * 2`,
      ]),
    });
    const files = await readNotebooks(
      ["allowed", "refused"].map((stem) => join(folder.path, `${stem}.ipynb`)),
    );
    const found = await checkTypes(files, new AbortController().signal);
    assertEquals(found.get(files[0]), undefined);
    const places = found.get(files[1])!.match(
      /cell \d+, line \d+, column \d+|TS\d+/g,
    );
    assertEquals(places, [
      ...["cell 1, line 1, column 9", "TS2362"],
      ...["cell 2, line 1, column 7", "TS2300"],
      ...["cell 3, line 1, column 7", "TS2300"],
      ...["cell 5, line 1, column 1", "TS2362"],
    ]);
    assertStringIncludes(found.get(files[1])!, "refused.ipynb");
  },
);
