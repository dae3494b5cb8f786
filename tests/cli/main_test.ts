import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { join } from "node:path";
import { call } from "../../lib/cli/call.ts";
import { command, Folder, inside, root, test } from "./command.ts";

const COMMANDS = ["report", "notebooks", "lab", "check", "build", "ok"];

test("every command says how it is used", async () => {
  for (const name of COMMANDS) {
    const { code, stdout, stderr } = await command(root, [name, "--help"]);
    assertEquals([code, stderr], [0, ""]);
    assertMatch(stdout, new RegExp(`^deno task ${name}`));
  }
});

test("no command fetches packages before it needs them", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "lib/cli/main.ts"],
    cwd: root,
  }).output();
  const { modules, roots } = JSON.parse(new TextDecoder().decode(stdout));
  const seen = new Set<string>(roots);
  for (const name of seen) {
    const module = modules.find((it: Module) => it.specifier === name);
    for (const { code } of (module as Module)?.dependencies ?? []) {
      if (code?.specifier) seen.add(code.specifier);
    }
  }
  assert(seen.size > 20);
  assertEquals([...seen].filter((name) => !/^(file|node):/.test(name)), []);
});

/** A module in the output of `deno info --json`. */
interface Module {
  specifier: string;
  /** Those with code are not only imported for their types. */
  dependencies?: { code?: { specifier?: string } }[];
}

test("arguments that a command does not understand are refused with status 2", async () => {
  const wrong: [args: string, message: string][] = [
    ["report --bogus", "Unknown option '--bogus'"],
    ["report --out", "Option '--out <value>' argument missing"],
    ["report gone.ipynb --out=", '--out needs a folder, got ""'],
    ["report --no-execute=yes", "Option '--no-execute' does not take an"],
    ["report --timeout soon", "--timeout needs a number of seconds greater"],
    ["report --timeout 1e9", 'at most 2147483, got "1e9"'],
    ["report --port 80", "--port needs --serve"],
    ["report --serve --port x", "--port needs a whole number from 0 to"],
    ["report --watch --check", "--check cannot be combined with --watch"],
    ["report --jobs 0", "--jobs needs a whole number from 1 to 999"],
    ["notebooks --timeout 0", "--timeout needs a number of seconds"],
    ["notebooks --out x", "Unknown option '--out'"],
    ["lab --port 65536", "--port needs a whole number from 0 to 65535, got"],
    ["check notebooks", "Unexpected argument 'notebooks'"],
    ["build kernels", "Unexpected argument 'kernels'"],
    ["ok -v", "Unknown option '-v'"],
  ];
  using folder = new Folder();
  for (const [line, message] of wrong) {
    const [name, ...args] = line.split(" ");
    const command = (await import(`../../lib/cli/${name}.ts`))[name];
    const { result, said } = await inside(
      folder,
      () => call(name, command, args),
    );
    assertEquals(result, 2, line);
    assertStringIncludes(said, message);
    assert(said.endsWith(`\nSee: deno task ${name} --help`), said);
  }
  const { code, stderr } = await command(folder.path, ["reports"]);
  assertEquals(code, 2);
  assertEquals(stderr, `Commands: ${COMMANDS.join(", ")}\n`);
  assertEquals(folder.files(), {});
});

test("every command is a task of deno.json", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
  for (const name of COMMANDS) {
    const { command } = tasks[name];
    assertEquals(command, `deno run -A lib/cli/main.ts ${name}`);
  }
  assertStringIncludes(tasks.test.command, "deno test -A");
});

test("ok counts the tests of each step, and each other step as one", async () => {
  // A project in which every step is quick.
  const done = ["check", "build", "notebooks", "report", "bench"]
    .map((name) => [name, "echo done"]);
  using project = new Folder({
    "deno.json": JSON.stringify({
      tasks: { ...Object.fromEntries(done), test: "deno test -A --parallel" },
      exclude: ["lib"],
    }),
    "tests/bench/deno.lock": '{"version":"5"}',
    "tests/bench/libraries.ts": 'Deno.test("library", () => {});',
    // Not in TypeScript, so that no type is checked.
    "a_test.js": `Deno.test("a", () => {});
Deno.test("b", {
  ignore: Deno.permissions.querySync({ name: "read" }).state !== "granted",
}, () => { if (Deno.readTextFileSync("b") === "no") throw 1; });
Deno.test("c", { ignore: true }, () => {});`,
    "pure_test.js": 'Deno.test("pure", () => {});',
    "tests/frontends/d_test.js": 'Deno.test("d", () => {});',
    b: "",
  });
  Deno.symlinkSync(join(root, "lib"), join(project.path, "lib"));
  const ok = async (CI: string) => {
    const { code, stdout, stderr } = await new Deno.Command(
      Deno.execPath(),
      {
        args: ["run", "-A", "--no-lock", "lib/cli/main.ts", "ok"],
        cwd: project.path,
        env: { CI, NO_COLOR: "1" },
      },
    ).output();
    const text = new TextDecoder().decode(code ? stderr : stdout);
    return [code, text.trimEnd().split("\n").at(-1)];
  };
  // Five steps, the library's test, three tests that need no permission, the
  // two of the file that has one which does, and the front end's.
  assertEquals(await ok(""), [0, "12 passed, 0 failed"]);
  project.write("b", "no");
  assertEquals(await ok("true"), [1, "11 passed, 2 failed"]); // an ignored one
});
