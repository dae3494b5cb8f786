import { stripVTControlCharacters } from "node:util";
import { type Call, type Command, Failure } from "./command.ts";
import { root } from "./files.ts";
import { mapLimited } from "./map_limited.ts";

const usage = `deno task ok

Runs the whole gate: check, the tests without permissions, then all tests of
those files in which some were ignored, build --check, notebooks --check, report
into a temporary folder, the tests of the libraries in the benchmarks, and the
smallest benchmarks. The last line is "N passed, N failed": each test counts as
one, and so does each step without tests. The output of a step appears when it
is done. With CI=true in the environment, tests that are still ignored count as
failed.`;

/** These tests need packages with a lock of their own, so no other command finds them. */
const LIBRARIES = "tests/bench/libraries.ts";

/** These tests drive Jupyter, and run only where they are asked for. */
const FRONT_ENDS = "tests/frontends";

/** The benchmarks with the smallest batch show that all of them run. */
const SMALLEST = "float32 [32, 27]";

/** `deno task ok`: the gate that a change must pass. */
export const ok: Command = { usage, options: {}, run };

async function run({ signal }: Call): Promise<void> {
  const reports = await Deno.makeTempDir({ prefix: "lab-reports-" });
  const sum = { passed: 0, failed: 0 };
  const step = async (args: string[]) => {
    const { passed, failed, partly } = await count(args, signal);
    sum.passed += passed;
    sum.failed += failed;
    return partly;
  };
  try {
    // Alone, because the others put files into the folders that it checks.
    await step(["task", "check"]);
    // Alone, because they run two files at a time. Their types have been checked.
    const partly = await step(["test", "--no-check", "--parallel"]);
    await step([
      ...["task", "test", `--ignore=${FRONT_ENDS}`],
      ...partly.filter((file) => !file.startsWith(`./${FRONT_ENDS}/`)),
    ]);
    await mapLimited(2, [
      ["task", "test", FRONT_ENDS],
      ["task", "build", "--check"],
      ["task", "notebooks", "--check"],
      ["task", "report", "--out", reports],
      [...["test", "-A", "--lock=tests/bench/deno.lock"], LIBRARIES],
      ["task", "bench", "--filter", SMALLEST],
    ], step);
  } finally {
    await Deno.remove(reports, { recursive: true });
  }
  console.log();
  const line = `${sum.passed} passed, ${sum.failed} failed`;
  if (sum.failed) throw new Failure(line);
  console.log(line);
}

/** Runs a step, prints its output, counts the tests that passed and failed in it, and lists the files in which some were ignored. */
async function count(step: string[], signal: AbortSignal) {
  const command = `deno ${step.join(" ")}`;
  console.log(`running ${command}`);
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: step,
    cwd: root,
    env: { LAB_FRONT_ENDS: "true" },
    stdin: "null",
    stderr: "inherit",
    signal,
  }).output();
  const text = new TextDecoder().decode(stdout);
  console.log(`\n> ${command}\n${text}`);
  signal.throwIfAborted();
  const plain = stripVTControlCharacters(text);
  const summary = plain.matchAll(
    /^(?:ok|FAILED) \| (\d+) passed.*? \| (\d+) failed(?: \| (\d+) ignored)?/gm,
  ).toArray().at(-1);
  const files = plain.matchAll(/^(\.\/\S+) => .* \.\.\. ignored/gm)
    .map(([, file]) => file);
  const partly = [...new Set(files)];
  if (!summary) {
    return { passed: Number(success), failed: Number(!success), partly };
  }
  const [passed, failed, ignored] = summary.slice(1, 4).map((n) =>
    Number(n ?? 0)
  );
  const missed = step[0] === "task" && Deno.env.get("CI") === "true"
    ? ignored
    : 0;
  // A run can also fail without a failed test.
  return { passed, failed: failed + missed || Number(!success), partly };
}
