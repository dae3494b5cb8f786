/**
 * Runs this version of Deno and returns its output without colours: stdout if
 * it succeeds, otherwise stdout and stderr.
 *
 * @param options the folder to run it in, a signal that ends it, and its stdin
 * @throws the signal's reason when that is aborted
 */
export async function deno(
  args: string[],
  options: { cwd: string; signal?: AbortSignal; input?: string },
): Promise<{ success: boolean; output: string }> {
  const { input = "", cwd, signal } = options;
  const process = new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    signal,
    env: { NO_COLOR: "1", RUST_BACKTRACE: "0" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [{ success, stdout, stderr }] = await Promise.all([
    process.output(),
    new Blob([input]).stream().pipeTo(process.stdin).catch(() => {}),
  ]);
  signal?.throwIfAborted();
  const decoder = new TextDecoder();
  const output = decoder.decode(stdout);
  return {
    success,
    output: success ? output : output + decoder.decode(stderr),
  };
}
