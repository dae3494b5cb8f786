import { assertEquals, assertThrows } from "@std/assert";
import { parseNotebook } from "@lab/nbformat";
import { Failure } from "../../lib/cli/command.ts";
import { refuseOtherKernels } from "../../lib/cli/files.ts";
import { testWith } from "../permissions.ts";
import { notebook } from "./command.ts";

/** Refuses a notebook with this metadata, or does not. */
function refuse(metadata: unknown): void {
  const text = notebook(["1"], metadata);
  const path = "/a.ipynb";
  refuseOtherKernels([
    { path, stem: "a", text, notebook: parseNotebook(text, path) },
  ]);
}

Deno.test("refuseOtherKernels() takes what is for Deno, however it says so", () => {
  refuse({});
  refuse({ kernelspec: { name: "deno", display_name: "Deno" } });
  refuse({
    kernelspec: { name: "deno", display_name: "Deno", language: "TypeScript" },
  });
  refuse({ kernelspec: { name: "ts-2", display_name: "Deno - ts-2" } });
  refuse({ language_info: { name: "TypeScript" } });
});

testWith(
  "refuseOtherKernels() refuses other kernels of the same language, and other languages",
  [{ name: "read" }, { name: "env" }], // to say the path
  () => {
    const tslab = {
      kernelspec: {
        name: "tslab",
        display_name: "TypeScript",
        language: "typescript",
      },
    };
    const { message } = assertThrows(() => refuse(tslab), Failure);
    assertEquals(
      message.replace(/^.*?: /, ""),
      "need a notebook for the Deno kernel (TypeScript), got one for tslab",
    );
    assertThrows(
      () => refuse({ language_info: { name: "python" } }),
      Failure,
      "got one for python",
    );
  },
);
