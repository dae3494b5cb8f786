import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { Folder, needs, root } from "../cli/command.ts";
import { testWith } from "../permissions.ts";

async function bench(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(root, "tests/bench/main.ts"), ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** A program that stands in for Python. */
function fakePython(folder: Folder, script: string): string {
  folder.write("python", `#!/bin/sh\n${script}\n`);
  const path = join(folder.path, "python");
  Deno.chmodSync(path, 0o755);
  return path;
}

testWith("bench --help says how it is used", needs, async () => {
  const { code, stdout, stderr } = await bench("--help");
  assertEquals([code, stderr], [0, ""]);
  assertMatch(stdout, /^deno task bench/);
});

const wrong: [string[], string][] = [
  [["--bogus"], "Unknown option '--bogus'"],
  [["--rounds", "3"], "--rounds cannot go without --peers"],
  [["--peers", "--filter", "softmax"], "--filter cannot go with --peers"],
  [
    ["--peers", "--rounds", "0"],
    '--rounds needs a whole number of at least 1, got "0"',
  ],
];
for (const [args, message] of wrong) {
  testWith(
    `bench ${args.join(" ")} is refused with status 2`,
    needs,
    async () => {
      const { code, stdout, stderr } = await bench(...args);
      assertEquals([code, stdout], [2, ""]);
      assertStringIncludes(stderr, message);
      assertStringIncludes(stderr, "See: deno task bench --help");
    },
  );
}

testWith("bench --peers without a Python says so", needs, async () => {
  const { code, stderr } = await bench("--peers", "--python", "/no/python");
  assertEquals(code, 1);
  assertEquals(
    stderr,
    "Cannot start /no/python: there is no such program. Name a Python with --python PATH.\n",
  );
});

testWith(
  "bench --peers names all packages that Python lacks",
  needs,
  async () => {
    using folder = new Folder();
    const python = fakePython(
      folder,
      `case $3 in PyTorch) p=torch ;; JAX) p=jax ;; *) p=onnxruntime ;; esac
echo '{"missing": "'$p'"}'`,
    );
    const { code, stderr } = await bench("--peers", "--python", python);
    assertEquals(code, 1);
    assertEquals(
      stderr,
      `${python} lacks packages. Install them with \`${python} -m pip install torch jax onnxruntime\`, or name another Python with --python PATH.\n`,
    );
  },
);

testWith(
  "bench --peers passes on the message of a Python that ends",
  needs,
  async () => {
    using folder = new Folder();
    const python = fakePython(folder, "echo too old >&2; exit 3");
    const { code, stderr } = await bench("--peers", "--python", python);
    assertEquals([code, stderr], [1, "PyTorch has ended:\ntoo old\n\n"]);
  },
);
