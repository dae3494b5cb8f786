import { assert, assertEquals } from "@std/assert";
import { testWith } from "../permissions.ts";
import * as packages from "./packages.ts";

interface Lock {
  specifiers: Record<string, string>;
  npm: Record<string, unknown>;
}

function lock(path: string): Lock {
  const url = new URL(`../../${path}`, import.meta.url);
  return JSON.parse(Deno.readTextFileSync(url));
}

testWith(
  "the benchmarks' packages are in their lock, and in no other command's",
  [{ name: "read" }],
  () => {
    const project = lock("deno.lock");
    const bench = lock("tests/bench/deno.lock");
    for (const name of Object.values(packages)) {
      assert(name in bench.specifiers, name);
      assert(!(name in project.specifiers), name);
    }
    const compiler = lock("lib/kernels/simd/deno.lock");
    for (const name of Object.keys(compiler.specifiers)) {
      assert(!(name in project.specifiers), name);
    }
  },
);

testWith(
  "packages that both the benchmarks and the other commands need are locked alike",
  [{ name: "read" }],
  () => {
    const project = lock("deno.lock").npm;
    const bench = lock("tests/bench/deno.lock").npm;
    const nameOf = (entry: string) => entry.slice(0, entry.indexOf("@", 1));
    const names = new Set(Object.keys(project).map(nameOf));
    const shared = Object.entries(bench)
      .filter(([entry]) => names.has(nameOf(entry)));
    assert(shared.length > 0);
    for (const [entry, locked] of shared) {
      assertEquals(locked, project[entry], entry);
    }
  },
);
