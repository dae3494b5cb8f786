/**
 * Jupyter for tests, from a virtual environment of its own:
 *
 *     python3 -m venv .lab/jupyter
 *     .lab/jupyter/bin/pip install -r tests/frontends/requirements.txt
 *
 * or the `jupyter` program that the variable `JUPYTER` names. These tests take
 * minutes, so they run only where `LAB_FRONT_ENDS=true`, as `deno task ok` has it,
 * or in CI.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { copy, denoDir, Folder, root } from "../cli/command.ts";
import { testWith } from "../permissions.ts";

/** The permissions to run Jupyter and to talk to it. */
export const NEEDS: Deno.PermissionDescriptor[] =
  (["read", "write", "env", "run", "net", "sys"] as const)
    .map((name) => ({ name }));

/** The parts of the project that a lesson needs. */
const PROJECT = ["deno.json", "deno.lock", "lib", "tests/std", "notebooks"];

/** The `jupyter` program, or undefined where there is none. */
export function findJupyter(): string | undefined {
  const path = Deno.env.get("JUPYTER") ??
    join(root, ".lab/jupyter/bin/jupyter");
  try {
    return Deno.statSync(path).isFile ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Registers a test that runs Jupyter. Without permissions, or where it was not
 * asked for or has no Jupyter, it is ignored, with the reason in its name; in CI
 * a missing Jupyter fails it.
 */
export function jupyterTest(
  name: string,
  fn: (jupyter: Jupyter, t: Deno.TestContext) => Promise<void>,
): void {
  if (ignoredWithoutJupyter(name)) return;
  testWith(name, NEEDS, async (t) => {
    using jupyter = await Jupyter.create();
    await fn(jupyter, t);
  });
}

/** Whether Jupyter is missing or not asked for; then the test is registered as ignored. */
export function ignoredWithoutJupyter(name: string): boolean {
  const granted = NEEDS.every((need) =>
    Deno.permissions.querySync(need).state === "granted"
  );
  if (!granted || Deno.env.get("CI") === "true") return false;
  const asked = Deno.env.get("LAB_FRONT_ENDS") === "true";
  if (asked && findJupyter()) return false;
  const need = asked
    ? "Jupyter, see tests/frontends/jupyter.ts"
    : "LAB_FRONT_ENDS=true";
  Deno.test({
    name: `${name} (ignored: needs ${need})`,
    ignore: true,
    fn() {},
  });
  return true;
}

/** Whether `LAB_ROUNDS` asks for the long tests. */
export function isLong(): boolean {
  const name = "LAB_ROUNDS";
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" && Deno.env.has(name);
}

/** How often to repeat a test of lost outputs: `LAB_ROUNDS` times, in the gate once. */
export function rounds(): number {
  return Number(Deno.env.get("LAB_ROUNDS") ?? 1);
}

/** Jupyter with a home, this project's kernel, Deno's own as `plain`, and a copy of the lessons, gone when the test is over. */
export class Jupyter implements Disposable {
  readonly #folder = new Folder();
  readonly #program: string;
  /** The copy of the project. */
  readonly project = join(this.#folder.path, "project");
  /** An environment in which the user has nothing but Jupyter. */
  readonly env: Record<string, string> = {
    HOME: join(this.#folder.path, "home"),
    JUPYTER_CONFIG_DIR: join(this.#folder.path, "config"),
    JUPYTER_DATA_DIR: join(this.#folder.path, "data"),
    JUPYTER_RUNTIME_DIR: join(this.#folder.path, "runtime"),
    JUPYTER_PATH: "",
    IPYTHONDIR: join(this.#folder.path, "ipython"),
    DENO_DIR: denoDir(),
  };

  private constructor(program: string) {
    this.#program = program;
  }

  static async create(): Promise<Jupyter> {
    const program = findJupyter();
    if (!program) {
      throw new Error(
        "Cannot start Jupyter: need it in .lab/jupyter, or its path in JUPYTER",
      );
    }
    const jupyter = new Jupyter(program);
    for (const part of PROJECT) {
      await copy(join(root, part), join(jupyter.project, part));
    }
    jupyter.#folder.write("home/.keep", "");
    const kernels = {
      Deno: ["run", "-A", join(root, "lib/cli/main.ts"), "lab", "--kernel"],
      plain: ["jupyter", "--kernel", "--conn"],
    };
    for (const [name, command] of Object.entries(kernels)) {
      jupyter.#folder.write(
        `data/kernels/${name.toLowerCase()}/kernel.json`,
        JSON.stringify({
          argv: [Deno.execPath(), ...command, "{connection_file}"],
          display_name: name,
          language: "typescript",
          interrupt_mode: "message",
        }),
      );
    }
    return jupyter;
  }

  /** The folder with `jupyter` and the Python that runs it. */
  get bin(): string {
    return dirname(this.#program);
  }

  /** The path of a lesson's copy. */
  lesson(name: string): string {
    return join(this.project, "notebooks", name);
  }

  /** Puts the lessons back as they are committed. */
  async restore(): Promise<void> {
    await copy(join(root, "notebooks"), join(this.project, "notebooks"));
  }

  /** A setting of JupyterLab or Notebook, as its settings editor would store it. */
  set(plugin: string, settings: unknown): void {
    this.#folder.write(
      `config/lab/user-settings/@jupyterlab/${plugin}.jupyterlab-settings`,
      JSON.stringify(settings),
    );
  }

  /** Starts a program of the environment, in the copy of the project. */
  start(
    program: string,
    args: string[],
    output: "piped" | "null" = "piped",
  ): Deno.ChildProcess {
    return new Deno.Command(join(this.bin, program), {
      args,
      cwd: this.project,
      env: this.env,
      stdin: "null",
      stdout: output,
      stderr: output,
    }).spawn();
  }

  /** Runs a program of the environment to its end. */
  async run(
    program: string,
    ...args: string[]
  ): Promise<{ success: boolean; said: string }> {
    const { success, stdout, stderr } = await this.start(program, args)
      .output();
    const said = [stdout, stderr].map((bytes) =>
      new TextDecoder().decode(bytes)
    );
    return { success, said: said.join("") };
  }

  [Symbol.dispose]() {
    this.#folder[Symbol.dispose]();
  }
}
