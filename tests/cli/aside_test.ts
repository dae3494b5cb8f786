import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "node:path";
import { Aside } from "../../lib/cli/aside.ts";
import { Failure } from "../../lib/cli/command.ts";
import { testWith } from "../permissions.ts";
import { Folder } from "./command.ts";

testWith(
  "Aside.commit() that fails midway puts everything back and says where",
  [{ name: "read" }, { name: "write" }, { name: "env" }],
  async () => {
    using folder = new Folder({ a: "old", c: "old" });
    const before = folder.files();
    {
      await using aside = await Aside.within(folder.path);
      for (const name of ["a", "b", "c"]) await aside.write(name, "new");
      const [hidden] = [...Deno.readDirSync(folder.path)]
        .filter(({ name }) => name.startsWith(".lab-"));
      Deno.removeSync(join(folder.path, hidden.name, "c"));
      const { message } = await assertRejects(() => aside.commit(), Failure);
      assertMatch(message, /^Cannot write \S+\/c: [^:]+ \(os error \d+\)$/);
    }
    assertEquals(folder.files(), before);
  },
);
