/**
 * Shows two faults of css-tree's tokens. Needs nothing but css-tree:
 *
 *     deno run -A tests/report/upstream/css_tree.ts
 *
 * @module
 */
// @ts-types="@types/css-tree"
import * as csstree from "css-tree";

/** Reads sheets one after another in a process of its own, and returns the last as css-tree writes it. */
async function read(...sheets: string[]): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", import.meta.filename!, ...sheets],
    stderr: "inherit",
    signal: AbortSignal.timeout(5000),
  }).output();
  return new TextDecoder().decode(stdout).trim() || "(nothing within 5 s)";
}

if (Deno.args.length) {
  const read = Deno.args.map((sheet) => csstree.parse(sheet));
  console.log(csstree.generate(read.at(-1)!));
} else {
  console.log("{}):{ by itself:   ", await read("{}):{"));
  console.log("{}):{ after ((((((:", await read("((((((", "{}):{"));

  const long = `/*${" ".repeat(2 ** 24)}*/a{color:red}b{color:blue}`;
  const { children } = csstree.parse(long) as csstree.StyleSheet;
  const types = children.toArray().map(({ type }) => type);
  console.log("two rules after 2^24 spaces:", types.join(", "));
}
