import { delimiter, join } from "node:path";
import { type Call, type Command, Failure, portOption } from "./command.ts";
import { root } from "./files.ts";

const usage = `deno task lab [--port N] [--no-browser] [-- ARGUMENT...]

Opens JupyterLab on notebooks/, with your own \`jupyter\` or else with \`uvx\`.
If Jupyter has no Deno kernel that works, it is registered first. A kernel of
another version of Deno stays registered, but this JupyterLab uses Deno
${Deno.version.deno}. Ctrl-C ends JupyterLab.

--port N      the port (default: 8888, or the next free one)
--no-browser  open no browser; print the address only
ARGUMENT      an argument for JupyterLab: deno task lab -- --ip=0.0.0.0`;

/** `deno task lab`: the notebooks in JupyterLab. */
export const lab: Command = {
  usage,
  options: { port: { type: "string" }, "no-browser": { type: "boolean" } },
  takesArguments: true,
  run,
};

async function run({ values, args, signal }: Call): Promise<void> {
  const port = portOption(values.port);
  const options = [
    ...port === undefined ? [] : [`--port=${port}`],
    ...values["no-browser"] ? ["--no-browser"] : [],
  ];
  const jupyter = await findJupyter();
  if (!await hasKernel(jupyter)) {
    const install = [Deno.execPath(), "jupyter", "--install", "--force"];
    const { success } = await start(install).status;
    if (!success) throw new Failure("Cannot register the Deno kernel");
  }
  signal.throwIfAborted();
  const kernels = await Deno.makeTempDir({ prefix: "lab-kernel-" });
  try {
    const child = start([...jupyter, "lab", ...options, ...args], {
      env: await kernelOfThisDeno(kernels),
      // Otherwise a Ctrl-C in the terminal makes it ask for confirmation.
      detached: true,
    });
    // On SIGTERM it ends its kernels and itself.
    const end = () => child.kill("SIGTERM");
    signal.addEventListener("abort", end);
    const { success } = await child.status;
    signal.removeEventListener("abort", end);
    signal.throwIfAborted();
    if (!success) throw new Failure("JupyterLab ended with an error");
  } finally {
    await Deno.remove(kernels, { recursive: true });
  }
}

/** The command that runs Jupyter. */
async function findJupyter(): Promise<string[]> {
  if (await output(["jupyter", "lab", "--version"]) !== undefined) {
    return ["jupyter"];
  }
  if (await output(["uvx", "--version"]) !== undefined) {
    return ["uvx", "--from", "jupyterlab", "jupyter"];
  }
  throw new Failure(
    "Cannot open JupyterLab: found neither `jupyter lab` nor `uvx`.\n" +
      "Install one of them: pip install jupyterlab, or https://docs.astral.sh/uv",
  );
}

/** The name of the kernel in the notebooks' metadata. */
const KERNEL = "deno";

/** Whether Jupyter has a Deno kernel whose program runs. */
async function hasKernel(jupyter: string[]): Promise<boolean> {
  // Its stderr is shown, because through uvx this is the call that downloads
  // JupyterLab.
  const list = await output(
    [...jupyter, "kernelspec", "list", "--json"],
    "inherit",
  );
  const program = JSON.parse(list ?? "{}").kernelspecs?.[KERNEL]?.spec.argv[0];
  return program !== undefined &&
    await output([program, "--version"]) !== undefined;
}

/**
 * Describes the kernel of this Deno in a folder.
 *
 * @returns the environment that makes Jupyter look there before anywhere else
 */
async function kernelOfThisDeno(
  folder: string,
): Promise<Record<string, string>> {
  const argv = [
    Deno.execPath(),
    ...["jupyter", "--kernel", "--conn", "{connection_file}"],
  ];
  const spec = { argv, display_name: "Deno", language: "typescript" };
  const kernel = join(folder, "kernels", KERNEL);
  await Deno.mkdir(kernel, { recursive: true });
  await Deno.writeTextFile(join(kernel, "kernel.json"), JSON.stringify(spec));
  const others = Deno.env.get("JUPYTER_PATH");
  return { JUPYTER_PATH: others ? folder + delimiter + others : folder };
}

/** Starts a program in the user's terminal and the notebooks' folder. */
function start(
  [program, ...args]: string[],
  options: Pick<Deno.CommandOptions, "env" | "detached"> = {},
): Deno.ChildProcess {
  return new Deno.Command(program, {
    ...options,
    args,
    cwd: join(root, "notebooks"),
  }).spawn();
}

/** The output of a program, or undefined if it does not exist or fails. */
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
