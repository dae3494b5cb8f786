import { stripVTControlCharacters } from "node:util";
import { type Call, type Command, Failure } from "./command.ts";
import { root } from "./files.ts";

const usage = `deno task ok

The whole gate: check, build --check, all tests, the tests without permissions,
notebooks --check, report into a temporary folder, the tests of the libraries
that are benchmarked, and the benchmarks. Its last line is the sum, "N passed,
N failed": each test counts, and each other step counts one. With CI=true in the
environment an ignored test is a failed one.`;

/** Tests that no other command finds, as they need packages with their own lock. */
const LIBRARIES = "tests/bench/libraries.ts";

/** `deno task ok`: all that must be right before a change is kept. */
export const ok: Command = { usage, options: {}, run };

async function run({ signal }: Call): Promise<void> {
  const reports = await Deno.makeTempDir({ prefix: "lab-reports-" });
  const sum = { passed: 0, failed: 0 };
  try {
    for (
      const step of [
        ["task", "check"],
        ["task", "build", "--check"],
        ["task", "test"],
        ["test"],
        ["task", "notebooks", "--check"],
        ["task", "report", "--out", reports],
        [...["test", "-A", "--lock=tests/bench/deno.lock"], LIBRARIES],
        ["task", "bench"],
      ]
    ) {
      console.log(`\n> deno ${step.join(" ")}`);
      const { passed, failed } = await count(step, signal);
      sum.passed += passed;
      sum.failed += failed;
    }
  } finally {
    await Deno.remove(reports, { recursive: true });
  }
  console.log();
  const line = `${sum.passed} passed, ${sum.failed} failed`;
  if (sum.failed) throw new Failure(line);
  console.log(line);
}

/** Runs a step and counts what passed and failed in it. */
async function count(step: string[], signal: AbortSignal) {
  const child = new Deno.Command(Deno.execPath(), {
    args: step,
    cwd: root,
    stdin: "null",
    stdout: "piped",
    signal,
  }).spawn();
  const [seen, read] = child.stdout.tee();
  const [text, { success }] = await Promise.all([
    new Response(read).text(),
    child.status,
    seen.pipeTo(Deno.stdout.writable, { preventClose: true }),
  ]);
  signal.throwIfAborted();
  const tests = testSummary(text);
  if (!tests) return { passed: Number(success), failed: Number(!success) };
  const { passed, ignored } = tests;
  const missed = step[0] === "task" && Deno.env.get("CI") === "true"
    ? ignored
    : 0;
  // A run that fails otherwise than by a test has failed all the same.
  const failed = tests.failed + missed || Number(!success);
  return { passed, failed };
}

/** The counts in the last line that `deno test` prints, if this is its output. */
export function testSummary(text: string) {
  const lines = stripVTControlCharacters(text).split("\n");
  const line = lines.findLast((line) =>
    /^(ok|FAILED) \| \d+ passed/.test(line)
  );
  const number = (what: string) =>
    Number(line?.match(new RegExp(`\\| (\\d+) ${what}`))?.[1] ?? 0);
  return line && {
    passed: number("passed"),
    failed: number("failed"),
    ignored: number("ignored"),
  };
}
