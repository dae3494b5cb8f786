import { assert, assertEquals } from "@std/assert";
import { HeldFile, HeldFolder, sweep } from "../../lib/temporary/mod.ts";
import { testWith } from "../permissions.ts";

/** A program that holds a file and a folder, says so, and waits. */
const program = `
import { HeldFile, HeldFolder } from ${
  JSON.stringify(import.meta.resolve("../../lib/temporary/mod.ts"))
};
const [dir] = Deno.args;
new HeldFile(dir + "/held-file", "text");
const { path } = new HeldFolder({ dir, prefix: "held-" });
Deno.mkdirSync(path + "/more");
Deno.writeTextFileSync(path + "/more/file", "text");
console.log("held");
setInterval(() => {}, 1000);`;

testWith(
  "sweep() removes what a killed program held, and nothing else",
  (["read", "write", "run"] as const).map((name) => ({ name })),
  async () => {
    if (Deno.build.os === "windows") return; // There it does nothing.
    const dir = await Deno.makeTempDir();
    const names = () => [...Deno.readDirSync(dir)].map(({ name }) => name);
    await Deno.writeTextFile(`${dir}/other`, "not held");
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", `data:text/javascript,${encodeURIComponent(program)}`]
        .concat(dir),
      stdout: "piped",
    }).spawn();
    const output = child.stdout.getReader();
    assert((await output.read()).value);
    {
      using file = new HeldFile(`${dir}/held-mine`, "text");
      using folder = new HeldFolder({ dir, prefix: "held-" });
      sweep(dir, /^held-/);
      assertEquals(names().length, 5, names().join());
      child.kill("SIGKILL");
      await child.status;
      const taken: string[] = [];
      sweep(dir, /^held-/, (path) => taken.push(path));
      assertEquals(taken.length, 2);
      assertEquals(
        names().sort().map((name) => `${dir}/${name}`),
        [file.path, folder.path, `${dir}/other`].sort(),
      );
    }
    assertEquals(names(), ["other"]);
    await output.cancel();
    await Deno.remove(dir, { recursive: true });
  },
);
