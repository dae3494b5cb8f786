/**
 * The process of a kernel: its start, what it writes to stderr, and its certain
 * end.
 *
 * @module
 */

import { KernelDiedError, KernelError } from "../failure/errors.ts";
import { runningKernels } from "./running_kernels.ts";
import { Tail } from "./tail.ts";
import { within } from "./within.ts";
import { type HeldFolder, temporaryFolder } from "../../temporary/mod.ts";

/** Options of {@linkcode KernelProcess}. */
export interface ProcessOptions {
  /** The folder that the kernel starts in; its deno.json applies. */
  cwd: string;
  /**
   * The command that starts the kernel, in which `{connection_file}` stands
   * for that file, as in a Jupyter kernelspec. Default: the running Deno's own.
   */
  command?: string[];
  /**
   * Whether cells run for a reader in a front end. Then they have this program's
   * environment and write to its output. Otherwise they run for a page, whose
   * outputs must not depend on the terminal, the time zone or the language.
   */
  reader?: boolean;
}

/** The address at which kernels listen. */
export const HOST = "127.0.0.1";

/** The process of a kernel. It is gone once it is disposed of. */
export class KernelProcess implements AsyncDisposable {
  /** The ports that it listens on, under their names in the connection file. */
  readonly ports: Record<string, number>;
  /** The key that signs its messages. */
  readonly key: string;
  readonly #process: Deno.ChildProcess;
  readonly #folder: HeldFolder;
  readonly #stdout: Tail;
  readonly #stderr: Tail;
  readonly #end = Promise.withResolvers<never>();
  #isOver = false;

  /**
   * Starts the process.
   *
   * @throws {KernelError} when a temporary folder cannot be made
   */
  constructor(options: ProcessOptions) {
    this.ended.catch(() => {}); // It may end while nobody is waiting.
    this.ports = choosePorts();
    this.key = crypto.randomUUID();
    this.#folder = makeFolder();
    try {
      const file = `${this.#folder.path}/connection.json`;
      Deno.writeTextFileSync(
        file,
        JSON.stringify({
          transport: "tcp",
          ip: HOST,
          ...this.ports,
          signature_scheme: "hmac-sha256",
          key: this.key,
        }),
        { mode: 0o600, createNew: true },
      );
      const [command, ...args] = (options.command ??
        [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"])
        .map((part) => part.replace("{connection_file}", () => file));
      this.#process = new Deno.Command(command, {
        args,
        cwd: options.cwd,
        env: options.reader ? {} : {
          NO_COLOR: "1",
          FORCE_COLOR: "",
          TZ: "UTC",
          LC_ALL: "en_US.UTF-8",
          // A page must not say other numbers than its cells.
          LAB_QUOTES: "strict",
        },
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
        // A process group of its own, which ends with it.
        detached: Deno.build.os !== "windows",
      }).spawn();
    } catch (error) {
      this.removeFiles();
      throw error;
    }
    const { reader } = options;
    this.#stdout = new Tail(this.#process.stdout, reader && Deno.stdout);
    this.#stderr = new Tail(this.#process.stderr, reader && Deno.stderr);
    runningKernels.add(this);
    this.#watch();
  }

  /** The last lines that the process has written to stdout since forgetWritten(). */
  get stdout(): readonly string[] {
    return this.#stdout.lines;
  }

  /** The last lines that the process has written to stderr since forgetWritten(). */
  get stderr(): readonly string[] {
    return this.#stderr.lines;
  }

  /** Forgets what the process has written. */
  forgetWritten(): void {
    this.#stdout.lines.length = this.#stderr.lines.length = 0;
  }

  /** Whether the process has ended or is about to. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Rejects when the process ends, with the reason. */
  get ended(): Promise<never> {
    return this.#end.promise;
  }

  /** Waits for a promise, but no longer than the process lives. */
  orEnd<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.ended]);
  }

  /** Waits for the process to exit by itself. Returns whether it did. */
  exitsWithin(milliseconds: number): Promise<boolean> {
    return within(milliseconds, this.#process.status);
  }

  /** Ends the process at once. What waits for it rejects with the reason. */
  end(reason: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    runningKernels.delete(this);
    this.#end.reject(reason);
    try {
      // A hung cell ignores gentler signals. The group includes the programs
      // that cells started.
      if (Deno.build.os === "windows") this.#process.kill("SIGKILL");
      else Deno.kill(-this.#process.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
    this.removeFiles();
  }

  /** Removes the connection file, which the kernel reads only once. */
  removeFiles(): void {
    this.#folder[Symbol.dispose]();
  }

  /** Ends the process and waits until it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.end(new KernelError("The kernel was ended"));
    await this.#process.status;
    await Promise.all([this.#stdout.close(), this.#stderr.close()]);
  }

  async #watch(): Promise<void> {
    const { code, signal } = await this.#process.status;
    if (this.#isOver) return;
    // What it sent and wrote last may still be on its way.
    await Promise.all([
      within(200, this.#stderr.done),
      new Promise((resolve) => setTimeout(resolve, 50)),
    ]);
    const how = signal ? `signal ${signal}` : `exit code ${code}`;
    this.end(
      new KernelDiedError(`The kernel ended with ${how}`, this.#stderr.lines),
    );
  }
}

function makeFolder(): HeldFolder {
  try {
    return temporaryFolder();
  } catch (error) {
    throw new KernelError(
      `Cannot make a temporary folder: ${(error as Error).message}`,
    );
  }
}

/** Five free ports. Another process may take one before the kernel does. */
function choosePorts(): Record<string, number> {
  const names = [
    "shell_port",
    "iopub_port",
    "stdin_port",
    "control_port",
    "hb_port",
  ];
  const listeners = names.map(() => Deno.listen({ hostname: HOST, port: 0 }));
  const ports = listeners.map((listener) => listener.addr.port);
  listeners.forEach((listener) => listener.close());
  return Object.fromEntries(names.map((name, i) => [name, ports[i]]));
}
