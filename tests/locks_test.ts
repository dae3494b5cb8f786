import { assertEquals } from "@std/assert";
import { testWith } from "./permissions.ts";

interface Lock {
  npm: Record<string, unknown>;
}

function readLock(path: string): Lock {
  return JSON.parse(
    Deno.readTextFileSync(new URL(`../${path}`, import.meta.url)),
  );
}

testWith(
  "the tests' lock has the same packages as the project's lock",
  [{ name: "read" }],
  () => {
    const { npm } = readLock("tests/deno.lock");
    for (const [name, entry] of Object.entries(readLock("deno.lock").npm)) {
      assertEquals(npm[name], entry, name);
    }
  },
);
