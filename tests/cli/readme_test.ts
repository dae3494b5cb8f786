import { assert, assertEquals, assertGreater } from "@std/assert";
import { join } from "node:path";
import { testWith } from "../permissions.ts";
import { needs, root } from "./command.ts";

testWith(
  "README's commands exist and take these arguments",
  needs,
  async () => {
    const readme = await Deno.readTextFile(join(root, "README.md"));
    const commands = [
      ...readme.matchAll(/^(?:npx deno@[\d.]+|deno) (task .+)$/gm),
    ]
      .map(([, command]) => command.replace(/#.*/, "").trim().split(/\s+/));
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

testWith("README's links lead to files that are there", needs, async () => {
  const readme = await Deno.readTextFile(join(root, "README.md"));
  for (const [, path] of readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
    assert((await Deno.stat(join(root, path))).isFile, path);
  }
});
