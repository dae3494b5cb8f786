/**
 * Runs the Deno that runs this, and returns what it printed, without colours.
 *
 * @throws when the signal is aborted; Deno is ended then
 */
export async function deno(
  args: string[],
  options: { cwd: string; signal: AbortSignal },
): Promise<{ success: boolean; text: string }> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    ...options,
    env: { NO_COLOR: "1", RUST_BACKTRACE: "0" },
    stdin: "null",
  }).output();
  options.signal.throwIfAborted();
  const decoder = new TextDecoder();
  return { success, text: decoder.decode(stdout) + decoder.decode(stderr) };
}
