/**
 * Python libraries as racers. Each set-up is a process of its own, which answers
 * lines of JSON (peers/serve.py).
 *
 * @module
 */
import { join } from "node:path";
import { Failure } from "../../lib/cli/command.ts";
import type { Batch, Case } from "./cases.ts";
import type { Handover } from "./handover.ts";
import { onnxModel } from "./onnx_model.ts";
import type { Prepared, Racer } from "./racer.ts";

/** The way to start a library. */
export interface Setup {
  name: string;
  library: "PyTorch" | "JAX" | "ONNX Runtime";
  threads: number;
  env?: Record<string, string>;
  /** Whether it should compute a case; by default it computes all. */
  computes?(what: Case): boolean;
}

/** A package is not installed. */
export class MissingPackage extends Error {
  constructor(readonly missing: string) {
    super(`no package ${missing}`);
  }
}

/**
 * Variables that make OpenBLAS use the code for one kind of machine. They are
 * removed, because this machine may be of another kind.
 */
const UNSET = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

/** An answer of a peer: one of these. */
interface Answer {
  version?: string;
  missing?: string;
  error?: string;
  seconds?: number;
  cpu?: number;
  loss?: string | null;
  values?: string[] | null;
}

export class Peer implements Racer, AsyncDisposable {
  readonly name: string;
  readonly library: string;
  readonly threads: number;
  /** The library's version. */
  version = "";
  #setup: Setup;
  #handover: Handover;
  #process: Deno.ChildProcess;
  #requests: WritableStreamDefaultWriter<Uint8Array>;
  #answers: AsyncIterator<string>;
  #said: Promise<string>;

  private constructor(python: string, setup: Setup, handover: Handover) {
    this.name = setup.name;
    this.library = setup.library;
    this.threads = setup.threads;
    this.#setup = setup;
    this.#handover = handover;
    const env = { ...Deno.env.toObject(), ...setup.env };
    for (const name of UNSET) delete env[name];
    const serve = join(import.meta.dirname!, "peers/serve.py");
    this.#process = new Deno.Command(python, {
      args: ["-B", serve, setup.library, String(setup.threads)],
      clearEnv: true,
      env,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#requests = this.#process.stdin.getWriter();
    this.#answers = linesOf(this.#process.stdout);
    this.#said = new Response(this.#process.stderr).text();
  }

  /**
   * Starts a library.
   *
   * @throws {MissingPackage} when Python has no such library
   * @throws {Failure} when there is no Python, or it ends
   */
  static async start(
    python: string,
    setup: Setup,
    handover: Handover,
  ): Promise<Peer> {
    let peer: Peer;
    try {
      peer = new Peer(python, setup, handover);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new Failure(
        `Cannot start ${python}: there is no such program. ` +
          "Name a Python with --python PATH.",
      );
    }
    const { version, missing } = await peer.#answer();
    if (missing) throw new MissingPackage(missing);
    peer.version = version!;
    return peer;
  }

  computes(what: Case): boolean {
    return this.#setup.computes?.(what) ?? true;
  }

  async prepare(what: Case, batch: Batch): Promise<Prepared> {
    await this.#ask("prepare", {
      ...what,
      logits: this.#handover.fileOf(batch.data),
      targets: this.#handover.fileOf(batch.targets),
      model: onnxModel(what).toBase64(),
    });
    return {
      time: async (times) => {
        const { seconds = 0, cpu = 0 } = await this.#ask("time", { times });
        if (seconds > 0.01 && cpu > 1.5 * this.threads * seconds) {
          throw new Failure(
            `${this.name} was to use ${this.threads} processors, and used ${
              (cpu / seconds).toFixed(1)
            }`,
          );
        }
        return seconds;
      },
      results: async (at) => {
        const { loss, values } = await this.#ask("results", { at });
        return {
          loss: loss == null ? undefined : Number(loss),
          values: values?.map(Number),
        };
      },
      forget: async () => void await this.#ask("forget"),
    };
  }

  async #ask(what: string, fields: object = {}): Promise<Answer> {
    const line = JSON.stringify({ do: what, ...fields });
    await this.#requests.write(new TextEncoder().encode(line + "\n"))
      .catch(() => {}); // the answer says why
    return await this.#answer();
  }

  async #answer(): Promise<Answer> {
    const { value, done } = await this.#answers.next();
    if (done) {
      throw new Failure(`${this.name} has ended:\n${await this.#said}`);
    }
    const answer: Answer = JSON.parse(value);
    if (answer.error) throw new Failure(`${this.name}: ${answer.error}`);
    return answer;
  }

  async [Symbol.asyncDispose]() {
    try {
      this.#process.kill();
    } catch {
      // It has ended already.
    }
    await this.#process.status;
    await this.#said;
  }
}

async function* linesOf(
  bytes: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of bytes.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
