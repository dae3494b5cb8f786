import { assert, assertEquals, assertGreater } from "@std/assert";
import { join } from "node:path";
import { browserTest, testIn } from "../browser.ts";
import { Folder, root } from "../cli/command.ts";
import { findFirefox, inFirefox } from "../firefox.ts";
import { bun, node } from "../packages/runtimes.ts";
import type { Said } from "./runtimes/program.ts";

/** Takes away what a runtime may lack. */
const BARE = `for (const name of ["navigator", "WebAssembly", "Worker"]) {
  Object.defineProperty(globalThis, name, { value: undefined });
}
`;

/** The program as a script for any runtime. */
const script = once(async () => {
  using folder = new Folder();
  const out = join(folder.path, "script.js");
  const program = join(import.meta.dirname!, "runtimes/program.ts");
  const options = ["--platform", "browser", "--format", "iife", "--no-lock"];
  await run(Deno.execPath(), "bundle", ...options, "--output", out, program);
  return folder.read("script.js");
});

/** What Deno says, with the compiled kernels and without. */
const compiled = once(async () => await sayIn(Deno.execPath(), await script()));
const readable = once(async () =>
  await sayIn(Deno.execPath(), BARE + await script())
);

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}

async function run(program: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    cwd: root,
    stdin: "null",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** What a program says that runs a script from a file. */
async function sayIn(program: string, script: string): Promise<Said> {
  using folder = new Folder({ "script.mjs": `${script}\nconsole.log(said)` });
  return JSON.parse(await run(program, join(folder.path, "script.mjs")));
}

/** Checks what a runtime says by what Deno says. */
async function check(said: Said, isCompiled: boolean): Promise<void> {
  const expected = await (isCompiled ? compiled : readable)();
  assertEquals(said.failed, []);
  assertGreater(said.tests, 60);
  assertEquals(said.isCompiled, expected.isCompiled);
  const different = Object.entries(expected.results).flatMap(([name, bits]) => {
    const others = said.results[name].split(",");
    const values = bits.split(",");
    const count = values.filter((x, i) => x !== others[i]).length;
    return count ? [`${count} of ${values.length} of ${name}`] : [];
  });
  assertEquals(different, []);
}

const HOLD =
  "the kernels hold their promises, and their results are Deno's to the bit";

testIn("Node.js", () => "npm", `in Node.js ${HOLD}`, async () => {
  await check(await sayIn(await node(), await script()), true);
});

testIn(
  "Node.js",
  () => "npm",
  `without WebAssembly ${HOLD}`,
  async () =>
    await check(await sayIn(await node(), BARE + await script()), false),
);

testIn("Bun", () => "npm", `in Bun ${HOLD}`, async () => {
  const said = await sayIn(await bun(), await script());
  await check(said, said.isCompiled); // not yet, in Bun 1.4 on x64
});

browserTest(`in Chromium ${HOLD}`, async (browser) => {
  const page = await browser.newPage();
  await check(JSON.parse(await page.evaluate(`${await script()}\nsaid`)), true);
});

testIn("Firefox", findFirefox, `in Firefox ${HOLD}`, async () => {
  await inFirefox("about:blank", async (evaluate) => {
    const said = JSON.parse(await evaluate(`${await script()}\nsaid`));
    await check(said, said.isCompiled);
  });
});
