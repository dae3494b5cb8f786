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
  "the tests' lock has every package in the project's lock, in the same version",
  [{ name: "read" }],
  () => {
    const { npm } = readLock("tests/deno.lock");
    for (const [name, entry] of Object.entries(readLock("deno.lock").npm)) {
      assertEquals(npm[name], entry, name);
    }
  },
);
