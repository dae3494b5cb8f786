import type { ErrorOutput } from "../../nbformat/mod.ts";

/**
 * The tests of a cell that failed, as an error. Deno's kernel writes about them
 * to its own stdout, and says nothing to its client.
 *
 * @param written the last lines that the kernel wrote there
 */
export function failedTests(
  written: readonly string[],
): ErrorOutput | undefined {
  const summary = written.find((line) => /^FAILED \| /.test(line));
  if (summary === undefined) return;
  const [, evalue] = /(\d+ failed)/.exec(summary)!;
  return {
    output_type: "error",
    ename: "Deno.test",
    evalue,
    // Without the times.
    traceback: written.map((line) => line.replace(/ \(\d+\S*s\)$/, "")),
  };
}
