import { assertEquals, assertStringIncludes } from "@std/assert";
import { dirname, join } from "node:path";
import { denoDir, Folder, needs, root } from "./cli/command.ts";
import { testWith } from "./permissions.ts";

const NEEDS = [...needs, { name: "env" } as const];

/** Runs a program in a folder outside the project; fails if it warns. */
async function run(folder: Folder, program: string, ...args: string[]) {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    cwd: folder.path,
    env: {
      DENO_DIR: denoDir(),
      DENO_INSTALL_ROOT: join(folder.path, "installed"),
      NO_COLOR: "1",
      PATH: `${dirname(Deno.execPath())}:${Deno.env.get("PATH")}`,
    },
  }).output();
  const said = new TextDecoder().decode(stderr);
  assertEquals([success, said.includes("Warning")], [true, false], said);
  return new TextDecoder().decode(stdout);
}

testWith(
  "another project links this one, and imports it by name",
  NEEDS,
  async () => {
    using folder = new Folder({
      "deno.json": JSON.stringify({ links: [root] }),
      "main.ts": `
      import { softmax } from "@lab/softmax";
      import { table } from "@lab/softmax/display";
      console.log(softmax([0, 0]).join(), typeof table);`,
    });
    const printed = await run(
      folder,
      Deno.execPath(),
      "run",
      "-A",
      "--check",
      "main.ts",
    );
    assertEquals(printed, "0.5,0.5 function\n");
  },
);

testWith("`deno install -g` makes the commands a program", NEEDS, async () => {
  using folder = new Folder();
  await run(
    folder,
    Deno.execPath(),
    ...["install", "-g", "-A", "-n", "softmax-lab"],
    ...["--config", join(root, "deno.json"), join(root, "lib/cli/main.ts")],
  );
  const installed = join(folder.path, "installed/bin/softmax-lab");
  assertStringIncludes(
    await run(folder, installed, "report", "--help"),
    "--out DIR",
  );
});
