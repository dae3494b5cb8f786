import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { copy, Folder, notebook, root, test } from "./command.ts";

test("deno task check fails on broken code, on a cell's type error and on a public name without docs, and says where", async () => {
  // A project of its own, elsewhere on the disk.
  using project = new Folder({
    "lib/new/mod.ts": "export const bare = 1;\n",
    "lib/kernels/deno.json": JSON.stringify(
      { name: "@a/b", version: "1.0.0", license: "MIT", exports: "./mod.ts" },
      null,
      2,
    ) + "\n",
    "lib/kernels/mod.ts":
      "/** Its type is not said. */\nexport const slow = Math.max(1, 2);\n",
    "tests/a_test.ts": "const = 1;\n",
    "README.md": "```ts\nconst a: string = 2;\n```\n",
    "notebooks/a.ipynb": notebook(["# A", 'const a: number = "1";\na;']),
  });
  // The command looks into no folder behind a link, so it is quick.
  for (const part of ["deno.json", "deno.lock"]) {
    await copy(join(root, part), join(project.path, part));
  }
  for (const part of ["cli", "deno", "jupyter", "nbformat", "temporary"]) {
    const path = `lib/${part}`;
    Deno.symlinkSync(join(root, path), join(project.path, path));
  }
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "check"],
    cwd: join(project.path, "lib"),
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(stderr);
  assertStringIncludes(
    text,
    "TS2322: Type 'string' is not assignable to type 'number'.",
  );
  assertMatch(text, /a\.ipynb, cell 2, line 1, column 7\n/);
  assertMatch(text, /missing JSDoc.*\n.*new\/mod\.ts:1:14\n/);
  assertMatch(
    text,
    /^Failed: formatting, lint, types, examples, docs, package, types of cells$/m,
  );
  assertMatch(text, /missing explicit type/);
  const steps = new TextDecoder().decode(stdout);
  assertMatch(steps, /^types of cells {2}failed/m);
  assertEquals(code, 1);
});

test("advisories() says what the registry knows, and nothing where there is none", async () => {
  const advisory = {
    id: 1,
    url: "https://example.org/hangs",
    title: "It hangs",
    severity: "high",
    vulnerable_versions: "*",
    cwe: [],
  };
  await using registry = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => Response.json({ "css-tree": [advisory] }),
  );
  using elsewhere = new Folder();
  const check = JSON.stringify(import.meta.resolve("../../lib/cli/check.ts"));
  const ports = [registry.addr.port, 1];
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `import { advisories } from ${check};
        for (const port of ${JSON.stringify(ports)}) {
          const registry = "http://127.0.0.1:" + port;
          Deno.env.set("NPM_CONFIG_REGISTRY", registry);
          console.log(await advisories(new AbortController().signal), "END");
        }`,
    ],
    cwd: elsewhere.path,
  }).output();
  const [known, unknown] = new TextDecoder().decode(stdout).split("END\n");
  assertStringIncludes(known, advisory.url);
  assertEquals(unknown.trim(), "");
});
