/**
 * A kernel that is prepared for cells: it loses no output, no late error and no
 * result.
 *
 * @module
 */

import { KernelError } from "./errors.ts";
import { type Fence, Fences } from "./fence.ts";
import type { Interrupter } from "./interrupt.ts";
import { Kernel, type KernelOptions } from "./kernel.ts";
import type { Message } from "./message.ts";
import type { ErrorOutput } from "../nbformat/mod.ts";
import { errorOutput } from "./record_outputs.ts";
import { UNCAUGHT_PRELUDE } from "./uncaught.ts";
import { UNHEARD_PRELUDE } from "./unheard.ts";

/** A prepared kernel. */
export class Session implements AsyncDisposable {
  /** Called with each message of a cell, but for its errors and those that the session itself makes. */
  onMessage: (message: Message) => void = () => {};
  /** The kernel. */
  readonly kernel: Kernel;
  readonly #fences = new Fences();
  #fence: Fence | null = null;
  /** The errors that have come, ahead of outputs that wait in the kernel's queue. */
  #errors: ErrorOutput[] = [];

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
        // A reader's cells see no global that is another.
        (options.reader ? "" : UNHEARD_PRELUDE);
      const { content } = await session.execute(prelude, { silent: true });
      if (content.status !== "ok") {
        throw new KernelError(
          `The kernel cannot be prepared: ${content.evalue}`,
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
      if (rest?.header.msg_type === "error") {
        this.#errors.push(errorOutput(rest.content));
      } else if (rest) this.onMessage(rest);
    };
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
   * @returns its errors
   */
  async standFence(
    reply?: Message,
    { silent = false } = {},
  ): Promise<ErrorOutput[]> {
    const fence = this.#fence = this.#fences.create(silent);
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
    // Of some errors the reply alone tells.
    return errors.length === 0 && reply && reply.content.status !== "ok"
      ? [errorOutput(reply.content)]
      : errors;
  }

  /** Ends the kernel and waits until it is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kernel[Symbol.asyncDispose]();
  }
}
