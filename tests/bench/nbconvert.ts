/**
 * nbconvert, for comparison: the `jupyter` on the PATH, with a kernel of this
 * Deno.
 *
 * @module
 */
import { join } from "node:path";

/** Runs `jupyter nbconvert` in a folder, and returns its exit status and its output. */
export class Nbconvert implements AsyncDisposable {
  #data = Deno.makeTempDirSync({ prefix: "lab-bench-" });

  constructor() {
    const kernel = join(this.#data, "kernels/deno");
    Deno.mkdirSync(kernel, { recursive: true });
    Deno.writeTextFileSync(
      join(kernel, "kernel.json"),
      JSON.stringify({
        argv: [
          Deno.execPath(),
          ...["jupyter", "--kernel", "--conn", "{connection_file}"],
        ],
        display_name: "Deno",
        language: "typescript",
      }),
    );
  }

  /** Its version, or undefined if it is not installed. */
  async version(): Promise<string | undefined> {
    try {
      const { stdout, success } = await this.#jupyter([
        "nbconvert",
        "--version",
      ]);
      return success ? new TextDecoder().decode(stdout).trim() : undefined;
    } catch {
      return undefined;
    }
  }

  async run(...args: string[]): Promise<{ success: boolean; said: string }> {
    const { success, stderr } = await this.#jupyter([
      "nbconvert",
      "--execute",
      ...args,
    ]);
    return { success, said: new TextDecoder().decode(stderr) };
  }

  #jupyter(args: string[]) {
    return new Deno.Command("jupyter", {
      args,
      env: { JUPYTER_PATH: this.#data },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
  }

  async [Symbol.asyncDispose]() {
    await Deno.remove(this.#data, { recursive: true });
  }
}
