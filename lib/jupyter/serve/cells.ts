import type { ErrorOutput, Json } from "../../nbformat/mod.ts";
import { failedTests } from "../failure/failed_tests.ts";
import { readError } from "../failure/read_error.ts";
import type { Interrupter } from "../kernel/interrupter.ts";
import type { Session } from "../kernel/session.ts";
import { within } from "../kernel/within.ts";
import type { Message } from "../wire/message.ts";
import {
  cellError,
  type ErrorContent,
  INTERRUPTED,
  kernelError,
} from "./error_content.ts";
import type { FrontEnds, Request } from "./front_ends.ts";
import { History } from "./history.ts";
import { importedNames, missingExport } from "./missing_exports.ts";
import type { Publisher } from "./publisher.ts";
import { TypeWarnings } from "./type_warnings.ts";

/** The cell that is running. */
interface RunningCell {
  request: Request;
  source: string;
  /** Errors that nothing caught, each published when it has been read. */
  reading: Promise<void>[];
  isInterrupted: boolean;
  /** Whether it waits for its reader's answer. */
  isAsking: boolean;
  /** Resolves when its code has ended. */
  ended: PromiseWithResolvers<void>;
}

/** Runs the cells of front ends, and publishes their outputs and errors. */
export class Cells implements AsyncDisposable {
  /** Those that have run. */
  readonly history = new History();
  readonly #front: FrontEnds;
  readonly #session: Session;
  readonly #publisher: Publisher;
  readonly #interrupter: Interrupter;
  readonly #cwd: string;
  readonly #types?: TypeWarnings;
  #cell?: RunningCell;

  constructor({ front, session, publisher, interrupter, cwd, types }: {
    front: FrontEnds;
    session: Session;
    publisher: Publisher;
    interrupter: Interrupter;
    cwd: string;
    types?: boolean;
  }) {
    this.#front = front;
    this.#session = session;
    this.#publisher = publisher;
    this.#interrupter = interrupter;
    this.#cwd = cwd;
    if (types) {
      this.#types = new TypeWarnings(
        cwd,
        (text, header) =>
          publisher.send("stream", { name: "stderr", text }, header),
      );
    }
    session.onMessage = (message) => this.#publish(message);
    session.onUncaught = (error) => this.#publishUncaught(error);
    session.kernel.onInput = (message) => this.#prompt(message);
    interrupter.onRunning = async () => {
      await this.#terminate();
      interrupter.endWait(); // What waits for the code must end, too.
    };
  }

  /**
   * Runs a cell, and answers when all its outputs have come.
   *
   * @returns whether the cells after it may run
   */
  async run(request: Request): Promise<boolean> {
    const { header, metadata, content } = request.message;
    const source = typeof content.code === "string" ? content.code : "";
    const silent = content.silent === true;
    const storeHistory = !silent && content.store_history !== false;
    if (storeHistory) this.history.add(source);
    const execution_count = this.history.count;
    this.#publisher.parent = header;
    const cell: RunningCell = this.#cell = {
      ...{ request, source, reading: [] },
      ...{ isInterrupted: false, isAsking: false },
      ended: Promise.withResolvers(),
    };
    this.#session.kernel.process.forgetWritten();
    if (!silent) {
      this.#publisher.send("execute_input", { code: source, execution_count });
    }
    const reply = (isFailed: boolean, errors: ErrorContent[]) => {
      for (const error of errors) this.#publisher.error(error);
      const outcome: Record<string, Json> = isFailed
        ? { status: "error", ...errors.at(-1) }
        : { status: "ok", payload: [], user_expressions: {} };
      this.#front.reply(request, { ...outcome, execution_count });
    };
    try {
      const allowStdin = content.allow_stdin === true;
      // Not at once with the fence: Deno's kernel would hold back the second reply
      // until the system acknowledges the first, 40 ms later.
      const ended = await this.#session
        .execute(source, { silent, storeHistory, allowStdin });
      cell.ended.resolve();
      const thrown = await this.#session.standFence(ended, { silent });
      await Promise.all(cell.reading);
      const hasThrown = ended.content.status !== "ok" || cell.isInterrupted;
      const errors = cell.isInterrupted
        ? [INTERRUPTED]
        : await Promise.all(thrown.map((error) => this.#read(error, cell)));
      const missing = hasThrown ? undefined : await this.#missingExport(source);
      if (missing) errors.push(missing);
      const tests = failedTests(this.#session.kernel.process.stdout);
      if (tests) errors.push(await this.#read(tests));
      const isFailed = hasThrown || Boolean(missing || tests);
      reply(isFailed, errors);
      if (!errors.some(({ ename }) => ename === "SyntaxError")) {
        const id = String(metadata.cellId ?? header.msg_id);
        this.#types?.add({ id, source, header });
      }
      return !isFailed || content.stop_on_error === false;
    } catch (error) {
      if (error instanceof Error) reply(true, [kernelError(error)]);
      throw error;
    } finally {
      this.#cell = undefined;
    }
  }

  /** Ends the cell that is running, whether its code runs or waits. */
  async interrupt(): Promise<void> {
    const cell = this.#cell;
    if (!cell || cell.isInterrupted) return;
    if (await within(0, cell.ended.promise)) return;
    cell.isInterrupted = true;
    if (cell.isAsking) {
      cell.isAsking = false;
      await this.#terminate();
      await this.#session.kernel.input(null); // Its code does not see the answer.
      if (await within(300, cell.ended.promise)) return;
    }
    for (let tries = 0; tries < 4; tries++) {
      let wait = 300;
      if (await this.#interrupter.waits()) {
        if (this.#cell !== cell) return;
        await Promise.race([this.#interrupter.endWait(), cell.ended.promise]);
        wait = 2000; // It may clean up.
      } else if (this.#cell === cell) {
        await this.#terminate();
      }
      if (await within(wait, cell.ended.promise)) return;
    }
    cell.isInterrupted = false;
    this.#publisher.send("stream", {
      name: "stderr",
      text: "Cannot interrupt this cell: nothing can end what it waits for. " +
        "Restart the kernel to end it.\n",
    }, cell.request.message.header);
  }

  /** Ends the code that runs. */
  async #terminate(): Promise<void> {
    await this.#session.kernel.request("interrupt_request", {}, "control");
  }

  /** Hands on what the reader answers to a prompt. */
  input({ message }: Request): void {
    if (!this.#cell?.isAsking) return;
    this.#cell.isAsking = false;
    this.#session.kernel.input(String(message.content.value ?? ""));
  }

  /** Ends the check of types that is running. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#types?.[Symbol.asyncDispose]();
  }

  /** Asks the reader what a cell asks. */
  #prompt({ content }: Message): void {
    const { prompt = "", password = false } = content;
    const cell = this.#cell;
    if (cell && this.#front.ask(cell.request, { prompt, password })) {
      cell.isAsking = true;
    } else this.#session.kernel.input(null);
  }

  /** Publishes what Deno's kernel has published. */
  #publish(message: Message): void {
    const type = message.header.msg_type;
    switch (type) {
      case "status":
      case "execute_input":
        return;
      case "stream": {
        const { name, text } = message.content;
        return this.#publisher.print(String(name), String(text));
      }
    }
    // Without a look at the content, which may be large.
    this.#publisher.send(type, message.body ?? message.content);
  }

  /** Publishes an error that nothing caught, once it has been read. */
  #publishUncaught(error: ErrorOutput): void {
    const { parent } = this.#publisher;
    const published = this.#read(error, this.#cell)
      .then((content) => this.#publisher.error(content, parent));
    this.#cell?.reading.push(published);
  }

  /** The error as a reader sees it. */
  async #read(error: ErrorOutput, cell?: RunningCell): Promise<ErrorContent> {
    const { stderr } = this.#session.kernel.process;
    const source = cell?.source ?? "";
    return cellError(await readError(error, source, this.#cwd, stderr), source);
  }

  /** The error of a cell that imports a name in vain. */
  async #missingExport(source: string): Promise<ErrorContent | undefined> {
    const types = importedNames(source).map((name) => `typeof ${name}`);
    if (types.length === 0) return;
    if (!await this.#session.ask(`[${types}].includes("undefined")`)) return;
    const error = await missingExport(source, this.#cwd);
    return error && cellError(error, source);
  }
}
