import { assert, assertEquals, assertGreater } from "@std/assert";
import { join } from "node:path";
import { liveSoftmax } from "@lab/figures";
import { needs, root } from "./cli/command.ts";
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
      args: ["eval", "--check", "--ext", "ts", example],
      cwd: root,
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    assertEquals(decoder.decode(stdout), printed, decoder.decode(stderr));
    assert(!decoder.decode(stderr).includes("error"), decoder.decode(stderr));
  }
});

testWith("README's figure is the front page's, still", needs, () => {
  const classes = ["buy", "hold", "sell"];
  const { svg } = liveSoftmax([1.2, 0.3, -0.8], { classes }).still;
  assertEquals(readText("notebooks/data/softmax.svg"), svg + "\n");
});
