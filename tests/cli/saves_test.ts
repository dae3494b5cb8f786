import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { Saves } from "../../lib/cli/saves.ts";
import { testWith } from "../permissions.ts";
import { Folder } from "./command.ts";

const needs: Deno.PermissionDescriptor[] = [{ name: "read" }, {
  name: "write",
}];
const { signal } = new AbortController();

testWith(
  "Saves tells of the files watched, however they are saved",
  needs,
  async () => {
    using folder = new Folder({ "a.ts": "1", "b.ts": "1", "sub/c.ts": "1" });
    const at = (name: string) => join(folder.path, name);
    using saves = new Saves();
    saves.watch([at("a.ts"), at("sub/c.ts"), at("later.ts")], []);
    const told = async () => (await saves.next(signal)).sort();

    folder.write("b.ts", "2"); // Nobody asked for it.
    folder.write("a.ts", "2");
    assertEquals(await told(), [at("a.ts")]);

    folder.write("a.ts.tmp", "3"); // As editors do.
    Deno.renameSync(at("a.ts.tmp"), at("a.ts"));
    assertEquals(await told(), [at("a.ts")]);

    folder.write("a.ts", "4"); // A burst.
    folder.write("sub/c.ts", "4");
    folder.write("later.ts", "4");
    folder.write("a.ts", "5");
    assertEquals(await told(), [at("a.ts"), at("later.ts"), at("sub/c.ts")]);

    Deno.removeSync(at("a.ts"));
    assertEquals(await told(), [at("a.ts")]);
    folder.read("sub/c.ts"); // To read is not to save.
    folder.write("a.ts", "6");
    assertEquals(await told(), [at("a.ts")]);
  },
);

testWith(
  "Saves tells of notebooks that come into a folder, and of folders that come back",
  needs,
  async () => {
    using folder = new Folder({ "one.ipynb": "", "sub/c.ts": "1" });
    const at = (name: string) => join(folder.path, name);
    using saves = new Saves();
    saves.watch([at("one.ipynb"), at("sub/c.ts")], [folder.path]);
    folder.write("two.ipynb", "");
    folder.write("notes.txt", "");
    assertEquals(await saves.next(signal), [at("two.ipynb")]);

    Deno.removeSync(at("sub"), { recursive: true });
    await saves.next(signal);
    saves.watch([at("sub/c.ts")], []);
    folder.write("sub/c.ts", "2");
    assertEquals((await saves.next(signal))[0], at("sub"));
  },
);

testWith(
  "Saves forgets nothing when it watches others, and counts what was saved since",
  needs,
  async () => {
    using folder = new Folder({ "a.ts": "1", "b.ts": "1", "c.ts": "1" });
    const at = (name: string) => join(folder.path, name);
    const start = Deno.statSync(at("a.ts")).mtime!.getTime();
    Deno.utimeSync(at("b.ts"), start / 1000, start / 1000 + 5);
    Deno.utimeSync(at("c.ts"), start / 1000, start / 1000 - 5);
    using saves = new Saves();
    saves.watch([at("b.ts"), at("c.ts")], [], start);
    saves.watch([at("a.ts")], []);
    assertEquals(await saves.next(signal), [at("b.ts")]);
  },
);

testWith("Saves stops waiting when it is told to", needs, async () => {
  using folder = new Folder();
  using saves = new Saves();
  saves.watch([join(folder.path, "a.ts")], []);
  const end = new AbortController();
  const waiting = saves.next(end.signal);
  end.abort(new Error("ended"));
  await assertRejects(() => waiting, Error, "ended");
});
