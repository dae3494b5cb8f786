import { assert, assertEquals, assertGreater } from "@std/assert";
import { join } from "node:path";
import { browserTest, testIn } from "../browser.ts";
import { Folder, root } from "../cli/command.ts";
import { findFirefox, inFirefox } from "../firefox.ts";
import { bun, node } from "../packages/runtimes.ts";
import type { Said } from "./runtimes/program.ts";

/** Takes away what runtimes may lack. */
const BARE = `
  for (const name of ["navigator", "WebAssembly", "Worker"]) {
    Object.defineProperty(globalThis, name, { value: undefined });
  }
`;

const KERNELS = new URL("../../lib/kernels/mod.ts", import.meta.url);

/** The program as a script for any runtime. */
const script = once(() =>
  bundle(new URL("runtimes/program.ts", import.meta.url), "iife")
);

/** What Deno says, with the compiled kernels and without. */
const compiled = once(async () =>
  await sayIn<Said>(Deno.execPath(), await script())
);
const readable = once(async () =>
  await sayIn<Said>(Deno.execPath(), BARE + await script())
);

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}

async function bundle({ pathname }: URL, format: string): Promise<string> {
  using folder = new Folder();
  const out = join(folder.path, "out.js");
  await run(
    ...[Deno.execPath(), "bundle", "--no-lock", "--platform", "browser"],
    ...["--format", format, "--output", out, pathname],
  );
  return folder.read("out.js");
}

async function run(...[program, ...args]: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    cwd: root,
    stdin: "null",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** What a program says that runs a script from a file. */
async function sayIn<T>(program: string, script: string): Promise<T> {
  using folder = new Folder({ "script.mjs": `${script}\nconsole.log(said)` });
  return JSON.parse(await run(program, join(folder.path, "script.mjs")));
}

/** Checks what a runtime says by what Deno says. */
async function check(said: Said, isCompiled: boolean): Promise<void> {
  const expected = await (isCompiled ? compiled : readable)();
  assertEquals(said.failed, []);
  assertGreater(said.tests, 20);
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
  await check(await sayIn<Said>(await node(), await script()), true);
});

testIn(
  "Node.js",
  () => "npm",
  "Node.js runs the files as they are, and without what a runtime may lack",
  async () => {
    const script = `
      WebAssembly.validate = () => false;
      delete globalThis.Float16Array;
      delete globalThis.navigator;
      const { dispose, ...others } = Object.getOwnPropertyDescriptors(Symbol);
      globalThis.Symbol = Object.defineProperties({}, others);
      const { matrix, softmax } = await import("${KERNELS}");
      const Z = matrix.empty(2, 2); // all 0, as a new array is
      globalThis.said = JSON.stringify([...softmax(Z).data, ...softmax([0, 0])]);
      Z[Symbol.for("Symbol.dispose")]();`;
    const said = await sayIn<number[]>(await node(), script);
    assertEquals(said, Array(6).fill(0.5));
  },
);

testIn("Bun", () => "npm", `in Bun ${HOLD}`, async () => {
  const said = await sayIn<Said>(await bun(), await script());
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

// Finds out whether softmax starts a thread, and whether it is right.
const THREADED = `
  let started = 0;
  const { Worker } = globalThis;
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      started++;
    }
  };
  const { matrix, softmax } = await import("/kernels.js");
  const Z = matrix.empty(100, 1000);
  const isRight = () => {
    Z.data.fill(0);
    return softmax(Z, { out: Z, threads: 2 }).data.every((x) => x === 1 / 1000);
  };
  const right = [isRight()];
  await new Promise((resolve) => setTimeout(resolve, 50));
  right.push(isRight());
  const said = (started > 0) + " " + right;`;

browserTest(
  "threads help in a worker of an isolated page, and the page itself works alone",
  async (browser) => {
    const files: Record<string, string> = {
      "/": "",
      "/kernels.js": await bundle(KERNELS, "esm"),
      "/page.js": `${THREADED} globalThis.said = said;`,
      "/worker.js": `${THREADED} postMessage(said);`,
    };
    await using server = Deno.serve({ port: 0, onListen() {} }, ({ url }) => {
      const path = new URL(url).pathname;
      return new Response(files[path], {
        headers: {
          "content-type": path === "/" ? "text/html" : "text/javascript",
          "cross-origin-opener-policy": "same-origin",
          "cross-origin-embedder-policy": "require-corp",
        },
      });
    });
    const page = await browser.newPage();
    await page.goto(`http://localhost:${server.addr.port}`);
    const said = await page.evaluate(`(async () => {
    await import("/page.js");
    const worker = new Worker("/worker.js", { type: "module" });
    const fromWorker = await new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
    });
    return [crossOriginIsolated, globalThis.said, fromWorker];
  })()`);
    const helps = navigator.hardwareConcurrency > 1;
    assertEquals(said, [true, "false true,true", `${helps} true,true`]);
  },
);
