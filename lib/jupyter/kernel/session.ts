/**
 * A kernel that is prepared for cells: it loses no output, no late error and no
 * result.
 *
 * @module
 */

import { KernelError } from "../failure/errors.ts";
import { type Fence, Fences } from "./fence.ts";
import type { Interrupter } from "./interrupter.ts";
import { Kernel, type KernelOptions } from "./kernel.ts";
import type { Message } from "../wire/message.ts";
import type { ErrorOutput, Json } from "../../nbformat/mod.ts";
import { UNCAUGHT_PRELUDE, UNCAUGHT_TYPE } from "./uncaught_errors.ts";
import { type Thrown, THROWN_TYPE } from "./thrown_values.ts";
import { WRITES_PRELUDE } from "./direct_writes.ts";

/** The type of the message that answers {@linkcode Session.ask}. */
const ANSWER_TYPE = "lab_answer";

/** A prepared kernel. */
export class Session implements AsyncDisposable {
  /** Called with each message of a cell, except its errors. */
  onMessage: (message: Message) => void = () => {};
  /** Called with an error that nothing catches, as soon as it comes: the cell may wait for ever for what failed. */
  onUncaught: (error: ErrorOutput) => void = () => {};
  /** The kernel. */
  readonly kernel: Kernel;
  readonly #fences = new Fences();
  #fence: Fence | null = null;
  /** The errors that have come, ahead of outputs that wait in the kernel's queue. */
  #errors: ErrorOutput[] = [];
  /** What the report of a cell that throws says. */
  #thrown?: Thrown;
  #answer?: Json;

  /**
   * Starts a kernel and prepares it.
   *
   * @param interrupter ends what its cells wait for
   * @throws {KernelError} when it does not start, or cannot be prepared
   */
  static async start(
    options: KernelOptions,
    interrupter?: Interrupter,
  ): Promise<Session> {
    const session = new Session(await Kernel.start(options));
    try {
      const prelude = session.#fences.prelude(interrupter) + UNCAUGHT_PRELUDE +
        WRITES_PRELUDE;
      const { content } = await session.execute(prelude, { silent: true });
      if (content.status !== "ok") {
        throw new KernelError(
          `Cannot prepare the kernel: ${content.evalue}`,
        );
      }
      return session;
    } catch (error) {
      await session[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(kernel: Kernel) {
    this.kernel = kernel;
    kernel.onMessage = (message) => {
      const rest = this.#fence ? this.#fence.filter(message) : message;
      if (rest) this.#receive(rest);
    };
  }

  #receive(message: Message): void {
    switch (message.header.msg_type) {
      case "error":
        this.#errors.push(errorOutput(message.content));
        break;
      case UNCAUGHT_TYPE:
        this.onUncaught(errorOutput(message.content));
        break;
      case THROWN_TYPE:
        this.#thrown = message.content as unknown as Thrown;
        break;
      case ANSWER_TYPE:
        this.#answer = message.content.answer;
        break;
      default:
        this.onMessage(message);
    }
  }

  /** Runs code. Some of its outputs may come after the reply: see {@linkcode Session.standFence}. */
  execute(
    code: string,
    { silent = false, storeHistory = false, allowStdin = false } = {},
  ): Promise<Message> {
    return this.kernel.request("execute_request", {
      code,
      silent,
      store_history: storeHistory,
      user_expressions: {},
      allow_stdin: allowStdin,
      stop_on_error: false,
    });
  }

  /**
   * Waits until all outputs of the code that ran last have come.
   *
   * @param reply what the kernel replied to that code
   * @param options silent: whether its result is not to be shown
   * @returns its errors
   */
  async standFence(
    { content: replied }: Message,
    { silent = false } = {},
  ): Promise<ErrorOutput[]> {
    const fence = this.#fence = this.#fences
      .create(silent ? undefined : replied.execution_count);
    const { content } = await this.execute(fence.code, { silent: true });
    if (content.status !== "ok") {
      throw new KernelError(
        `The kernel cannot tell where the outputs end: ${content.evalue}`,
      );
    }
    await this.kernel.process.orEnd(fence.standing);
    this.#fence = null;
    const errors = this.#errors;
    this.#errors = [];
    // Some errors are in the reply only.
    if (errors.length === 0 && replied.status !== "ok") {
      errors.push(errorOutput(replied));
    }
    const error = errors.at(-1);
    if (error && this.#thrown) addThrown(error, this.#thrown);
    this.#thrown = undefined;
    return errors;
  }

  /** The value of an expression between cells; undefined if it throws. */
  async ask(expression: string): Promise<Json | undefined> {
    this.#answer = undefined;
    const code = `try {
      Deno.jupyter.broadcast("${ANSWER_TYPE}", { answer: ${expression} });
    } catch {}`;
    const reply = await this.execute(code, { silent: true });
    await this.standFence(reply, { silent: true });
    return this.#answer;
  }

  /** Ends the kernel and waits until it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kernel[Symbol.asyncDispose]();
  }
}

/** Adds to an error what the report of the cell that threw it says. */
function addThrown(error: ErrorOutput, { value, causes }: Thrown): void {
  error.evalue = value ?? error.evalue;
  const isBare = error.traceback.join("").trim() === "" && causes.length > 0;
  if (value !== undefined || isBare) {
    error.traceback = [`${error.ename}: ${error.evalue}`];
  }
  error.traceback.push(...causes);
}

/** The error that a message or a failed reply carries. */
function errorOutput(
  { ename, evalue, traceback }: Record<string, Json>,
): ErrorOutput {
  return {
    output_type: "error",
    ename: String(ename ?? ""),
    evalue: String(evalue ?? ""),
    traceback: Array.isArray(traceback) ? traceback.map(String) : [],
  };
}
