import type { Json } from "../../nbformat/mod.ts";
import { KernelDiedError } from "../failure/errors.ts";
import type { Session } from "../kernel/session.ts";
import type { Message } from "../wire/message.ts";
import type { Cells } from "./cells.ts";
import { kernelError } from "./error_content.ts";
import type { FrontEnds, Request } from "./front_ends.ts";
import { inspected } from "./inspect.ts";
import type { Publisher } from "./publisher.ts";

/**
 * Answers the requests of front ends: those of the shell channel one after the
 * other, those of the control channel at once.
 */
export class Requests {
  readonly #front: FrontEnds;
  readonly #session: Session;
  readonly #publisher: Publisher;
  readonly #cells: Cells;
  /** Resolves when a front end asks the kernel to end. */
  readonly #over = Promise.withResolvers<void>();
  #queue: Request[] = [];
  #wake = () => {};
  /** What the kernel says about itself. */
  #info: Record<string, Json> = {};

  constructor({ front, session, publisher, cells }: {
    front: FrontEnds;
    session: Session;
    publisher: Publisher;
    cells: Cells;
  }) {
    this.#front = front;
    this.#session = session;
    this.#publisher = publisher;
    this.#cells = cells;
  }

  /**
   * Answers requests until one of them asks the kernel to end.
   *
   * @param earlier those that have come already
   */
  async serve(earlier: Request[]): Promise<void> {
    const { content } = await this.#session.kernel
      .request("kernel_info_request", {});
    this.#info = {
      ...content,
      implementation: "Deno (softmax-lab)",
      banner: `Deno ${Deno.version.deno} behind the kernel of softmax-lab`,
    };
    this.#front.onRequest = (request) => this.#receive(request);
    for (const request of earlier) this.#receive(request);
    await Promise.race([this.#over.promise, this.#work()]);
  }

  #receive(request: Request): void {
    switch (request.channel) {
      case "shell":
        this.#queue.push(request);
        this.#wake();
        break;
      case "control":
        this.#control(request).catch(this.#over.reject);
        break;
      case "stdin":
        this.#cells.input(request);
    }
  }

  async #control(request: Request): Promise<void> {
    const { header, content } = request.message;
    switch (header.msg_type) {
      case "kernel_info_request":
        return this.#front.reply(request, this.#info);
      case "interrupt_request":
        this.#front.reply(request, { status: "ok" });
        return await this.#cells.interrupt();
      case "shutdown_request": {
        const restart = content.restart === true;
        this.#front.reply(request, { status: "ok", restart });
        this.#over.resolve();
      }
    }
  }

  async #work(): Promise<never> {
    while (true) {
      const request = this.#queue.shift();
      if (request) await this.#answer(request, () => this.#reply(request));
      else {
        const woken = new Promise<void>((resolve) => this.#wake = resolve);
        await this.#session.kernel.process.orEnd(woken).catch((error) => {
          // It is said below the cell that ran last.
          if (error instanceof KernelDiedError) {
            this.#publisher.error(kernelError(error));
          }
          throw error;
        });
      }
    }
  }

  async #answer(
    { message: { header } }: Request,
    answer: () => void | Promise<void>,
  ): Promise<void> {
    this.#publisher.send("status", { execution_state: "busy" }, header);
    try {
      await answer();
    } finally {
      this.#publisher.send("status", { execution_state: "idle" }, header);
    }
  }

  async #reply(request: Request): Promise<void> {
    const { header, content } = request.message;
    switch (header.msg_type) {
      case "execute_request":
        if (!await this.#cells.run(request)) await this.#abort();
        return;
      case "inspect_request": {
        const text = await inspected(content, this.#session);
        return this.#front.reply(request, {
          status: "ok",
          found: text !== undefined,
          data: text === undefined ? {} : { "text/plain": text },
          metadata: {},
        });
      }
      case "history_request": {
        const history = this.#cells.history.find(content);
        return this.#front.reply(request, { status: "ok", history });
      }
      case "comm_open": {
        const { comm_id } = content;
        const closed = { comm_id, data: {} };
        return this.#publisher.send("comm_close", closed, header);
      }
      case "complete_request": {
        const reply = await this.#pass(request);
        // To complete, Deno's kernel runs code, and that is no cell.
        await this.#session.standFence(reply, { silent: true });
        return;
      }
      case "is_complete_request":
      case "comm_info_request":
        await this.#pass(request);
        return;
      default:
        return await this.#control(request);
    }
  }

  /** Passes a request on to Deno's kernel, and its reply back. */
  async #pass(request: Request): Promise<Message> {
    const { header: { msg_type }, content } = request.message;
    const reply = await this.#session.kernel.request(msg_type, content);
    this.#front.reply(request, reply.content);
    return reply;
  }

  /** Answers that the cells that wait are not run. */
  async #abort(): Promise<void> {
    // Those that are on their way wait, too.
    await new Promise((resolve) => setTimeout(resolve, 1));
    const isCell = ({ message }: Request) =>
      message.header.msg_type === "execute_request";
    const cells = this.#queue.filter(isCell);
    this.#queue = this.#queue.filter((request) => !isCell(request));
    const execution_count = this.#cells.history.count;
    for (const cell of cells) {
      await this.#answer(
        cell,
        () => this.#front.reply(cell, { status: "aborted", execution_count }),
      );
    }
  }
}
