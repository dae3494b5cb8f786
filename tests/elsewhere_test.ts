import { assertEquals, assertStringIncludes } from "@std/assert";
import { dirname, join } from "node:path";
import { denoDir, Folder, needs, notebook, root } from "./cli/command.ts";
import { testWith } from "./permissions.ts";

const NEEDS = [...needs, { name: "env" } as const];

/** Runs a program in a folder outside the project; the test fails if it warns. */
async function run(folder: Folder, program: string, ...args: string[]) {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    cwd: folder.path,
    env: {
      DENO_DIR: denoDir(),
      INIT_CWD: folder.path,
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

testWith(
  "README's steps lead from an empty folder to pages",
  NEEDS,
  async () => {
    const readme = Deno.readTextFileSync(join(root, "README.md"));
    const [section] = readme.split("### Notebooks of your own")[1].split(
      "\n### ",
    );
    const block = (language: string) =>
      new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(section)![1];
    using folder = new Folder({
      "deno.json": block("json").replaceAll("../softmax-lab", root),
      "first.ipynb": notebook([
        "# First",
        `import { show } from "@lab/softmax/display";
       import * as Plot from "@observablehq/plot";
       const plot = Plot.plot({ marks: [Plot.lineY([3, 1, 4])] });
       await show(plot, { alt: "A line that falls and rises" });`,
      ]),
    });
    for (const line of block("sh").trim().split("\n")) {
      const [program, ...args] = line.replace(/ +#.*/, "")
        .replaceAll("../softmax-lab", root).split(" ");
      const path = program === "deno"
        ? Deno.execPath()
        : join(folder.path, "installed/bin", program);
      await run(folder, path, ...args);
    }
    assertStringIncludes(
      folder.read("pages/first.html"),
      'aria-label="A line that falls and rises"',
    );
    // The workflow calls the same commands.
    const calls = block("yaml").matchAll(/main\.ts (\w+ \. --\w+)/g);
    assertEquals([...calls].map(([, call]) => call), [
      "notebooks . --check",
      "report . --out",
    ]);
  },
);
