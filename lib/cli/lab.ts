import { delimiter, isAbsolute, join } from "node:path";
import { type Call, type Command, Failure, UsageError } from "./command.ts";
import { root } from "./files.ts";

const usage = `deno task lab [--port N] [--no-browser] [-- ARGUMENT...]

Opens JupyterLab on notebooks/, with your own \`jupyter\` or else through \`uvx\`,
and registers the Deno kernel first if Jupyter does not have it. A kernel of
another version of Deno stays registered; this JupyterLab uses that of
${Deno.version.deno} all the same. Ctrl-C stops it.

--port N      where it listens (default: 8888, or the next that is free)
--no-browser  opens no window, and says the address
ARGUMENT      goes to JupyterLab: deno task lab -- --ip=0.0.0.0`;

/** `deno task lab`: the notebooks in JupyterLab. */
export const lab: Command = {
  usage,
  options: { port: { type: "string" }, "no-browser": { type: "boolean" } },
  takesArguments: true,
  run,
};

async function run({ values, args, signal }: Call): Promise<void> {
  const options = [
    ...values.port === undefined ? [] : [`--port=${portOption(values.port)}`],
    ...values["no-browser"] ? ["--no-browser"] : [],
  ];
  const jupyter = await findJupyter();
  let kernel = await registeredKernel(jupyter);
  if (!kernel) {
    const install = [Deno.execPath(), "jupyter", "--install", "--force"];
    const { success } = await start(install).status;
    if (!success) throw new Failure("Cannot register the Deno kernel");
    kernel = await registeredKernel(jupyter);
  }
  await using own = kernel?.version === Deno.version.deno
    ? undefined
    : await OwnKernel.create();
  if (kernel && own) {
    const { program, version } = kernel;
    console.error(
      `Jupyter's Deno kernel is ${
        version ? `that of Deno ${version}` : "none that runs"
      }, ${program}. This JupyterLab uses Deno ${Deno.version.deno}.\n` +
        "To let all of Jupyter use it: deno jupyter --install --force",
    );
  }
  signal.throwIfAborted();
  const child = start([...jupyter, "lab", ...options, ...args], {
    env: own?.env,
    // Told of a Ctrl-C by the terminal, it would ask whether that was meant.
    detached: true,
  });
  // On SIGTERM it ends its kernels and itself.
  const end = () => child.kill("SIGTERM");
  signal.addEventListener("abort", end);
  const { success } = await child.status;
  signal.removeEventListener("abort", end);
  signal.throwIfAborted();
  if (!success) throw new Failure("JupyterLab ended with an error");
}

function portOption(value: unknown): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new UsageError(`--port needs a number from 1 to 65535, got "${value}"`);
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

/** A kernel that Jupyter starts under the name that the notebooks carry. */
interface Kernel {
  program: string;
  /** Its version of Deno, or undefined if it is something else. */
  version: string | undefined;
}

/** The kernel that Jupyter has registered, or undefined if it has none whose program is there. */
async function registeredKernel(
  jupyter: string[],
): Promise<Kernel | undefined> {
  // Through uvx this is what downloads JupyterLab, and the user sees it.
  const list = await output(
    [...jupyter, "kernelspec", "list", "--json"],
    "inherit",
  );
  const program = JSON.parse(list ?? "{}").kernelspecs?.[KERNEL]?.spec.argv[0];
  if (program === undefined) return undefined;
  const said = await output([program, "--version"]);
  if (said === undefined && isAbsolute(program) && !await exists(program)) {
    return undefined;
  }
  return { program, version: /^deno (\S+)/.exec(said ?? "")?.[1] };
}

/** The name of the kernel in the notebooks' metadata. */
const KERNEL = "deno";

/** This Deno's kernel, for one JupyterLab, which finds it before all others. */
class OwnKernel implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<OwnKernel> {
    const folder = await Deno.makeTempDir({ prefix: "lab-kernel-" });
    const kernel = join(folder, "kernels", KERNEL);
    await Deno.mkdir(kernel, { recursive: true });
    const argv = [
      Deno.execPath(),
      ...["jupyter", "--kernel", "--conn", "{connection_file}"],
    ];
    await Deno.writeTextFile(
      join(kernel, "kernel.json"),
      JSON.stringify({ argv, display_name: "Deno", language: "typescript" }),
    );
    return new OwnKernel(folder);
  }

  /** What makes Jupyter look here first. */
  get env(): Record<string, string> {
    const others = Deno.env.get("JUPYTER_PATH");
    const path = others ? [this.#folder, others] : [this.#folder];
    return { JUPYTER_PATH: path.join(delimiter) };
  }

  async [Symbol.asyncDispose]() {
    await Deno.remove(this.#folder, { recursive: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** Starts a program on the user's terminal, in the notebooks' folder. */
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
