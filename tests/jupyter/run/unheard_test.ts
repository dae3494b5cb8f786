import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CellError, runNotebook } from "@lab/jupyter";
import { kernelPermissions, notebookOf, shown } from "../../code_cells.ts";
import { testWith } from "../../permissions.ts";

const run = (...sources: Parameters<typeof notebookOf>) =>
  runNotebook(notebookOf(...sources), {
    cwd: import.meta.dirname!,
    name: "n.ipynb",
  });

const free = (source: string): [string, string] => [source, "raises-exception"];

testWith(
  "runNotebook() records what Deno's kernel keeps to itself",
  kernelPermissions,
  async () => {
    const ran = await run(
      `const bytes = (text: string) => new TextEncoder().encode(text);
     await Deno.stdout.write(bytes("a\\n"));
     console.log("b");
     Deno.stdout.writeSync(bytes("é").slice(0, 1));
     Deno.stdout.writeSync(bytes("é").slice(1));
     Deno.stderr.writeSync(bytes("c"));
     (await import("node:process")).default.stdout.write("d");
     const writer = Deno.stdout.writable.getWriter();
     await writer.write(bytes("e"));`,
      free(`function f() { throw new TypeError("outer", {
       cause: new RangeError("middle", { cause: { why: 1 } }),
     }); }
     f();`),
      free(`class Mine extends Error {
      constructor(text: string, cause: unknown) {
        super(text, { cause });
        this.name = "Mine";
      }
    }
    throw new Mine("own", 1n);`),
      free(`throw new Error("outer");`),
      `Deno.test("fine", () => {});`,
      free(`Deno.test("wrong", () => { throw new Error("bad"); });`),
    );
    assertEquals(shown(ran).slice(0, 5), [
      ["stdout: a\nb\né", "stderr: c", "stdout: de"],
      [
        "error: TypeError: outer\n    at f\n    at line 4\n" +
        "Caused by RangeError: middle\nCaused by { why: 1 }",
      ],
      ["error: Mine: own\n    at line 7\nCaused by 1n"],
      ["error: Error: outer\n    at line 1"],
      [],
    ]);
    const [[wrong]] = shown(ran).slice(5);
    assertStringIncludes(wrong, "error: wrong ... FAILED\n");
  },
);

testWith(
  "runNotebook() fails with a test that fails, and names an error's cause",
  kernelPermissions,
  async () => {
    const failure = async (source: string) =>
      (await assertRejects(() => run(source), CellError)).message;
    const test = await failure(
      `Deno.test("wrong", () => { throw new Error("bad"); });`,
    );
    assertStringIncludes(test, "n.ipynb, cell 1\n");
    assertStringIncludes(test, "error: Error: bad\n");
    assertStringIncludes(test, "FAILED | 0 passed | 1 failed");
    const cause = await failure(
      `throw new Error("a", { cause: new Error("b") })`,
    );
    assertStringIncludes(cause, "Error: a\nCaused by Error: b");
  },
);
