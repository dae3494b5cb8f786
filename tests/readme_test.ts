import { assert, assertEquals, assertGreater } from "@std/assert";
import { dirname, join } from "node:path";
import { liveSoftmax } from "@lab/figures";
import { browserTest, findProgram, testIn } from "./browser.ts";
import { denoDir, Folder, needs, root } from "./cli/command.ts";
import { node } from "./packages/runtimes.ts";
import { testWith } from "./permissions.ts";

function readText(path: string): string {
  return Deno.readTextFileSync(join(root, path));
}

testWith(
  "README's commands exist and take these arguments",
  needs,
  async () => {
    const commands = readText("README.md")
      .matchAll(/^(?:npx deno@[\d.]+|deno) (task [^#\n]+)/gm)
      .map(([, command]) => command.trim().split(/\s+/))
      .toArray();
    assertGreater(commands.length, 0);
    for (const args of commands) {
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [...args, "--help"],
        cwd: root,
      }).output();
      assertEquals(code, 0, new TextDecoder().decode(stderr));
    }
  },
);

testWith("README's links lead to files that exist", needs, async () => {
  const links = readText("README.md")
    .matchAll(/\]\((?!https?:|#)([^)#]+)/g);
  for (const [, path] of links) {
    assert((await Deno.stat(join(root, path))).isFile, path);
  }
});

testWith("README's examples print the outputs below them", needs, async () => {
  const examples = readText("README.md")
    .matchAll(/```ts\n(.*?)```(?:\s+```\n(.*?)```)?/gs).toArray();
  assertEquals(examples.length, 2);
  for (const [, example, printed = ""] of examples) {
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--ext", "ts", example], // check checks their types
      cwd: root,
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    assertEquals(decoder.decode(stdout), printed, decoder.decode(stderr));
    assert(!decoder.decode(stderr).includes("error"), decoder.decode(stderr));
  }
});

testWith(
  "README's figure is the front page's with its dials at rest",
  needs,
  () => {
    const classes = ["buy", "hold", "sell"];
    const { svg } = liveSoftmax([1.2, 0.3, -0.8], { classes }).still;
    assertEquals(readText("notebooks/data/softmax.svg"), svg + "\n");
  },
);

/** The folders in which programs are looked for. */
function path(): string[] {
  return Deno.env.get("PATH")!.split(":");
}

/** A project beside softmax-lab, made by README's example for its kind. */
class Project extends Folder {
  readonly printed: string;

  /** @param kind the number of the example in its section, from 0 */
  constructor(kind: number, programs: string[] = []) {
    super();
    const [, section] = readText("README.md").split("### In your own project");
    const [, script] = section.split("```sh\n")[kind + 1].match(/^(.*?)```/s)!;
    Deno.symlinkSync(root, join(this.path, "softmax-lab"));
    Deno.mkdirSync(join(this.path, "project"));
    this.printed = this.run("sh", ["-e", "-c", script], programs);
  }

  /** Runs a program in the project, and returns what it prints. */
  run(program: string, args: string[], programs: string[] = []): string {
    const folders = [Deno.execPath(), ...programs].map(dirname);
    const { success, stdout, stderr } = new Deno.Command(program, {
      args,
      cwd: join(this.path, "project"),
      env: {
        DENO_DIR: denoDir(),
        NO_COLOR: "1",
        PATH: [...folders, ...path()].join(":"),
        npm_config_audit: "false",
      },
    }).outputSync();
    assert(success, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  }
}

testWith("README's example for a project in Deno works", [
  ...needs,
  { name: "env" },
], () => {
  using project = new Project(0);
  assertEquals(project.printed, "[ 0.5, 0.5 ]\n");
});

testIn(
  "npm",
  () => findProgram("NPM", path().map((folder) => join(folder, "npm"))),
  "README's example for a project in Node.js works, with types",
  async () => {
    using project = new Project(1, [await node()]);
    assert(project.printed.endsWith("\n[ 0.5, 0.5 ]\n"), project.printed);
    project.write(
      "project/typed.ts",
      `import { matrix, type OwnedMatrix, softmax } from "@lab/kernels";
       export const p: number[] = softmax([0, 0]);
       export const Z: OwnedMatrix = matrix.empty(2, 3);
       // @ts-expect-error
       export const name: string = softmax([0, 0]);`,
    );
    project.run(Deno.execPath(), ["check", "typed.ts"]);
  },
);

browserTest("README's example for a page works", async (browser) => {
  using project = new Project(2);
  await using server = Deno.serve({ port: 0, onListen() {} }, ({ url }) => {
    const [name, type] = new URL(url).pathname === "/"
      ? ["index.html", "text/html"]
      : ["kernels.js", "text/javascript"];
    const headers = { "content-type": type };
    return new Response(project.read(join("project", name)), { headers });
  });
  const stream = new Blob([project.read("project/kernels.js")]).stream();
  const compressed = stream.pipeThrough(new CompressionStream("gzip"));
  const { byteLength } = await new Response(compressed).arrayBuffer();
  const [, said] = readText("README.md").match(/takes (\d+) KB compressed/)!;
  assertEquals(Math.round(byteLength / 1024), Number(said));
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.addr.port}`);
  await page.getByText("0.5,0.5").waitFor();
});
