import { assert, assertEquals, assertMatch } from "@std/assert";
import { testWith } from "./permissions.ts";

interface Lock {
  specifiers: Record<string, string>;
  npm: Record<string, { integrity?: string; scripts?: boolean }>;
}

function read(path: string) {
  return JSON.parse(
    Deno.readTextFileSync(new URL(`../${path}`, import.meta.url)),
  );
}

const readLock = (path: string): Lock => read(path);

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

testWith(
  "the project's lock, which Deno downloads before any command, has no package that only some tests load",
  [{ name: "read" }],
  () => {
    const imported: string[] = [
      ...Object.values<string>(read("deno.json").imports),
      "npm:deno-std@1.4.0", // what lessons import as @std/assert
    ];
    const { specifiers } = readLock("deno.lock");
    const others = Object.keys(specifiers).filter((wanted) =>
      !imported.some((address) =>
        address.replace("npm:/", "npm:").startsWith(wanted)
      )
    );
    assertEquals(others, []);
  },
);

testWith(
  "every package is pinned to a version and to its bytes, and may run no script",
  [{ name: "read" }],
  () => {
    const { allowScripts: { deny } } = read("deno.json");
    for (const path of ["", "tests/", "tests/bench/"]) {
      const { specifiers, npm } = readLock(`${path}deno.lock`);
      for (const [wanted, version] of Object.entries(specifiers)) {
        assert(wanted.endsWith(`@${version.split("_")[0]}`), wanted); // after "_" come the versions of its peers
      }
      for (const [name, { integrity, scripts }] of Object.entries(npm)) {
        assertMatch(integrity ?? "none", /^sha512-/, name);
        const isDenied = deny.includes(`npm:${name.replace(/@[^@]*$/, "")}`);
        assert(!scripts || isDenied, `${name} has a script`);
      }
    }
  },
);
