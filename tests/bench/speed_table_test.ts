import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { speedRatios } from "@lab/figures";
import { Failure } from "../../lib/cli/command.ts";
import { needs, root } from "../cli/command.ts";
import { testWith } from "../permissions.ts";
import data from "../../notebooks/data/speed.json" with { type: "json" };
import type { Speed } from "./results.ts";
import { speedTables, withTables } from "./speed_table.ts";

const speed = data as unknown as Speed;
const { signal } = new AbortController();

testWith(
  "README's tables are those of notebooks/data/speed.json",
  needs,
  async () => {
    const readme = await Deno.readTextFile(join(root, "README.md"));
    assertEquals(await withTables(readme, speed, signal), readme);
  },
);

testWith(
  "README's figure of speed is that of notebooks/data/speed.json",
  needs,
  async () => {
    const svg = await Deno.readTextFile(join(root, "notebooks/data/speed.svg"));
    assertEquals(svg, speedRatios(speed.timings).svg + "\n");
  },
);

Deno.test("speedTables() has a row for each contender, ours in bold", () => {
  const [, ...rows] = speedTables(speed).split("\n\n")[1].split("\n");
  for (const name of ["softmax-lab", "softmax-lab, in place"]) {
    assert(rows.some((row) => row.startsWith(`| **${name}** | **`)), name);
  }
  assert(rows.includes("| PyTorch | 1 | 1 | 1 | 1 |"));
});

Deno.test("speedTables() has the quartiles where they differ from the median as it is shown", () => {
  const cellsOf = (ratio: number, quartiles: number[]) => {
    const timings = speed.timings.map((timing) => ({
      ...timing,
      ...timing.contender === "JAX" && { ratio, quartiles },
    }));
    return speedTables({ ...speed, timings }).split("\n")
      .filter((line) => line.startsWith("| JAX |"))
      .flatMap((line) => line.split(" | ").slice(1, 3));
  };
  assert(cellsOf(0.5, [0.42, 0.61]).every((cell) => cell === "0.5 (0.4–0.6)"));
  assert(cellsOf(0.5, [0.49, 0.52]).every((cell) => cell === "0.5"));
});

Deno.test("withTables() of a README without a place for them is a Failure", async () => {
  await assertRejects(
    () => withTables("# softmax-lab\n", speed, signal),
    Failure,
    "README.md needs two lines:",
  );
});
