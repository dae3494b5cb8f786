import { delimiter, join, resolve } from "node:path";
import { temporaryFolder } from "../temporary/mod.ts";
import {
  type Call,
  type Command,
  Failure,
  portOption,
  UsageError,
} from "./command.ts";
import { callerFolder, root } from "./files.ts";
import { runKernel } from "./kernel.ts";

const usage =
  `deno task lab [NOTEBOOK | FOLDER] [--port N] [--no-browser] [--types]
              [-- ARGUMENT...]
deno task lab --install [--types] | --uninstall

Opens a notebook or a folder in JupyterLab, by default notebooks/index.ipynb,
with your own \`jupyter\` or else with \`uvx\`. Notebooks that ask for the kernel
"deno" get this project's kernel, which loses no output and shows every error.
Nothing is registered: your other JupyterLabs keep their kernels. Ctrl-C ends it.

--port N      the port (default: 8888, or the next free one)
--no-browser  open no browser; print the address only
--install     register the kernel for other front ends, as "Deno (softmax-lab)"
--uninstall   undo that
--types       warn of types that do not fit those of the cells before, some
              seconds after the cell
--kernel FILE run as that kernel; FILE says where to listen (Jupyter calls this)
ARGUMENT      an argument for JupyterLab: deno task lab -- --ip=0.0.0.0`;

/** `deno task lab`: the notebooks in JupyterLab. */
export const lab: Command = {
  usage,
  options: {
    port: { type: "string" },
    "no-browser": { type: "boolean" },
    install: { type: "boolean" },
    uninstall: { type: "boolean" },
    types: { type: "boolean" },
    kernel: { type: "string" },
  },
  takesArguments: true,
  run,
};

async function run({ values, args, signal }: Call): Promise<void> {
  const types = values.types === true;
  if (values.kernel) {
    return await runKernel(String(values.kernel), { types, signal });
  }
  const port = portOption(values.port);
  if (values.install && values.uninstall) {
    throw new UsageError("--install cannot be combined with --uninstall");
  }
  const [what, ...others] = await notebookFirst(args);
  const jupyter = await findJupyter();
  if (values.uninstall) return await uninstall(jupyter);
  using temporary = temporaryFolder();
  const folder = temporary.path;
  if (values.install) return await install(jupyter, folder, types);
  const options = [
    ...port === undefined ? [] : [`--port=${port}`],
    ...values["no-browser"] ? ["--no-browser"] : [],
    // Jupyter refuses root, which containers are, unless told so.
    ...Deno.uid() === 0 ? ["--allow-root"] : [],
  ];
  await writeKernel(folder, "deno", "Deno", types);
  const path = Deno.env.get("JUPYTER_PATH");
  const child = start([...jupyter, "lab", what, ...options, ...others], {
    env: {
      JUPYTER_PATH: path ? folder + delimiter + path : folder,
    },
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
}

/** The arguments, the first of which is the notebook or folder to open. */
async function notebookFirst(args: string[]): Promise<string[]> {
  const [first, second] = args;
  if (args.some((arg) => /^--(?:\w+\.)?(?:root|notebook)[-_]dir=/.test(arg))) {
    return args;
  }
  if (first === undefined || first.startsWith("-")) {
    return [join(root, "notebooks", "index.ipynb"), ...args];
  }
  if (second !== undefined && !second.startsWith("-")) {
    throw new UsageError(
      `Cannot open both ${first} and ${second}: need one notebook or folder`,
    );
  }
  const path = resolve(callerFolder(), first);
  try {
    await Deno.stat(path);
  } catch {
    throw new Failure(
      `Cannot open ${first}: need a notebook or a folder there`,
    );
  }
  return [path, ...args.slice(1)];
}

/** The name under which the kernel is registered for other front ends. */
const INSTALLED = "deno-softmax-lab";

async function install(
  jupyter: string[],
  folder: string,
  types: boolean,
): Promise<void> {
  const spec = await writeKernel(
    folder,
    INSTALLED,
    "Deno (softmax-lab)",
    types,
  );
  await kernelspec(jupyter, "install", "--user", "--replace", spec);
}

async function uninstall(jupyter: string[]): Promise<void> {
  await kernelspec(jupyter, "remove", "-f", INSTALLED);
}

async function kernelspec(jupyter: string[], ...args: string[]): Promise<void> {
  const { success } = await start([...jupyter, "kernelspec", ...args]).status;
  if (!success) throw new Failure(`Cannot ${args[0]} the kernel`);
}

/**
 * Describes this project's kernel, run by this Deno, to Jupyter.
 *
 * @param folder a folder for Jupyter to look into
 * @returns the folder of the description
 */
async function writeKernel(
  folder: string,
  name: string,
  display_name: string,
  types: boolean,
): Promise<string> {
  const argv = [
    ...[Deno.execPath(), "run", "-A", "--config", join(root, "deno.json")],
    ...[join(root, "lib/cli/main.ts"), "lab"],
    ...[...types ? ["--types"] : [], "--kernel", "{connection_file}"],
  ];
  const language = "typescript";
  // Without this Jupyter sends a signal, which ends Deno.
  const interrupt_mode = "message";
  const kernel = join(folder, "kernels", name);
  await Deno.mkdir(kernel, { recursive: true });
  await Deno.writeTextFile(
    join(kernel, "kernel.json"),
    JSON.stringify({ argv, display_name, language, interrupt_mode }),
  );
  return kernel;
}

/** The command that runs Jupyter. */
async function findJupyter(): Promise<string[]> {
  if (await works(["jupyter", "lab", "--version"])) return ["jupyter"];
  if (await works(["uvx", "--version"])) {
    return ["uvx", "--from", "jupyterlab", "jupyter"];
  }
  throw new Failure(
    "Cannot open JupyterLab: found neither `jupyter lab` nor `uvx`.\n" +
      "Install one of them: pipx install jupyterlab, or uv (https://docs.astral.sh/uv),\n" +
      "or in a virtual environment: pip install jupyterlab",
  );
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

/** Whether a program exists and succeeds. */
async function works([program, ...args]: string[]): Promise<boolean> {
  try {
    const options = {
      args,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    } as const;
    return (await new Deno.Command(program, options).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
