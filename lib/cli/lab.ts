import { isAbsolute, join } from "node:path";
import { type Call, type Command, Failure } from "./command.ts";
import { root } from "./files.ts";

const usage = `deno task lab [-- ARGUMENT...]

Opens JupyterLab on notebooks/, with your own \`jupyter\` or else through \`uvx\`,
and registers the Deno kernel first if Jupyter does not have it. Ctrl-C stops it.

ARGUMENT  goes to JupyterLab: deno task lab -- --port 9000`;

/** `deno task lab`: the notebooks in JupyterLab. */
export const lab: Command = { usage, options: {}, takesArguments: true, run };

async function run({ args, signal }: Call): Promise<void> {
  const jupyter = await findJupyter();
  if (!await hasDenoKernel(jupyter)) {
    const install = [Deno.execPath(), "jupyter", "--install", "--force"];
    const { success } = await start(install).status;
    if (!success) throw new Failure("Cannot register the Deno kernel");
  }
  signal.throwIfAborted();
  const child = start([...jupyter, "lab", ...args]);
  // On SIGTERM it ends its kernels and itself; on Ctrl-C alone it would ask.
  signal.addEventListener("abort", () => child.kill("SIGTERM"));
  const { success } = await child.status;
  signal.throwIfAborted();
  if (!success) throw new Failure("JupyterLab ended with an error");
}

/** The command line that stands for `jupyter`. */
async function findJupyter(): Promise<string[]> {
  if (await output(["jupyter", "lab", "--version"]) !== undefined) {
    return ["jupyter"];
  }
  if (await output(["uvx", "--version"]) !== undefined) {
    return ["uvx", "--from", "jupyterlab", "jupyter"];
  }
  throw new Failure(
    "Cannot open JupyterLab: found neither `jupyter lab` nor `uvx`.\n" +
      "Install one: pip install jupyterlab, or https://docs.astral.sh/uv",
  );
}

/** Whether Jupyter has the kernel that the notebooks name, and can start it. */
async function hasDenoKernel(jupyter: string[]): Promise<boolean> {
  // Through uvx this is what downloads JupyterLab, and the user sees it.
  const list = await output(
    [...jupyter, "kernelspec", "list", "--json"],
    "inherit",
  );
  const spec = JSON.parse(list ?? "{}").kernelspecs?.deno?.spec;
  if (!spec) return false;
  const [program] = spec.argv;
  return !isAbsolute(program) ||
    await Deno.stat(program).then(() => true, () => false);
}

/** Starts a program on the user's terminal, in the notebooks' folder. */
function start([program, ...args]: string[]): Deno.ChildProcess {
  return new Deno.Command(program, {
    args,
    cwd: join(root, "notebooks"),
  }).spawn();
}

/** What a program prints, or undefined if it is not there or fails. */
async function output(
  [program, ...args]: string[],
  stderr: "null" | "inherit" = "null",
): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(program, {
      args,
      stdin: "null",
      stderr,
    }).output();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
