import { type ConnectionFile, serveKernel } from "../jupyter/mod.ts";
import { type Call, type Command, Failure, UsageError } from "./command.ts";

const usage = `deno run -A lib/cli/main.ts kernel CONNECTION_FILE

The kernel that \`deno task lab\` gives to JupyterLab, for a kernelspec's argv. It
starts Deno's own kernel, passes on all that this publishes before it calls a
cell done, and shows the errors and results that this does not show.

CONNECTION_FILE  the file in which Jupyter says where to listen`;

/** The kernel that stands between front ends and Deno's own. */
export const kernel: Command = {
  usage,
  options: {},
  takesArguments: true,
  run,
};

async function run({ args, signal }: Call): Promise<void> {
  if (args.length !== 1) throw new UsageError("Need one connection file");
  const file = await read(args[0]);
  // A front end that was killed cannot ask its kernel to end.
  const orphaned = new AbortController();
  const { ppid } = Deno;
  const watch = setInterval(() => {
    if (Deno.ppid !== ppid) orphaned.abort(new Failure("Jupyter has ended"));
  }, 1000);
  try {
    await serveKernel(file, {
      cwd: Deno.cwd(),
      signal: AbortSignal.any([signal, orphaned.signal]),
    });
  } finally {
    clearInterval(watch);
  }
}

async function read(path: string): Promise<ConnectionFile> {
  let file: Record<string, unknown>;
  try {
    file = JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    throw new Failure(`Cannot read ${path}: ${(error as Error).message}`);
  }
  const { transport = "tcp", signature_scheme = "hmac-sha256", key } = file;
  if (transport !== "tcp" || signature_scheme !== "hmac-sha256" || !key) {
    throw new Failure(
      `Cannot listen as ${path} says: need tcp, hmac-sha256 and a key, got ` +
        `${transport}, ${signature_scheme} and ${key ? "a" : "no"} key`,
    );
  }
  return file as unknown as ConnectionFile;
}
