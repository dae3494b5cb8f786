import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { testWith } from "../permissions.ts";
import { command, needs, root } from "./command.ts";

for (const name of ["report", "notebooks", "lab", "check", "build", "ok"]) {
  testWith(`${name} --help says how it is used`, needs, async () => {
    const { code, stdout, stderr } = await command(root, [name, "--help"]);
    assertEquals([code, stderr], [0, ""]);
    assertMatch(stdout, new RegExp(`^deno task ${name}`));
  });
}

const wrong: [string[], string][] = [
  [["report", "--bogus"], "Unknown option '--bogus'"],
  [["report", "--out"], "Option '--out <value>' argument missing"],
  [["report", "gone.ipynb", "--out", ""], '--out needs a folder, got ""'],
  [["report", "--no-execute=yes"], "Option '--no-execute' does not take an"],
  [
    ["report", "--timeout", "soon"],
    "--timeout needs a number of seconds greater than 0 and at most 2147483, " +
    'got "soon"',
  ],
  [["report", "--timeout", "1e9"], 'at most 2147483, got "1e9"'],
  [["notebooks", "--timeout", "0"], "--timeout needs a number of seconds"],
  [["notebooks", "--out", "x"], "Unknown option '--out'"],
  [["check", "notebooks"], "Unexpected argument 'notebooks'"],
  [["build", "kernels"], "Unexpected argument 'kernels'"],
  [["ok", "-v"], "Unknown option '-v'"],
];
for (const [args, message] of wrong) {
  testWith(`${args.join(" ")} is refused with status 2`, needs, async () => {
    const { code, stdout, stderr } = await command(root, args);
    assertEquals([code, stdout], [2, ""]);
    assertStringIncludes(stderr, message);
    assertStringIncludes(stderr, `See: deno task ${args[0]} --help`);
  });
}

testWith("an unknown command is refused with status 2", needs, async () => {
  const { code, stderr } = await command(root, ["reports"]);
  assertEquals(code, 2);
  assertEquals(stderr, "Commands: report, notebooks, lab, check, build, ok\n");
});

testWith("every command is a task of deno.json", needs, async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
  for (const name of ["report", "notebooks", "lab", "check", "build", "ok"]) {
    assertEquals(
      tasks[name].command,
      `deno run -A lib/cli/main.ts ${name}`,
    );
  }
  assertStringIncludes(tasks.test.command, "deno test -A");
  assertEquals(tasks.bench.command, "deno run -A tests/bench/main.ts");
});
