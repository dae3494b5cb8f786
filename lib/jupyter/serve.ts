/**
 * A kernel for front ends: it stands between them and Deno's own kernel, runs
 * one cell at a time, and calls it done when all its outputs have come.
 *
 * @module
 */

import { CellTypes } from "./cell_types.ts";
import { KernelDiedError } from "./errors.ts";
import { sourceLine } from "./failure_text.ts";
import { type ConnectionFile, FrontEnds, type Request } from "./front_ends.ts";
import { History } from "./history.ts";
import { ANSWER_TYPE, inspectionCode } from "./inspect.ts";
import { Interrupter } from "./interrupt.ts";
import { within } from "./kernel_process.ts";
import type { Header, Message } from "./message.ts";
import { importedNames, missingExport } from "./missing_exports.ts";
import type { ErrorOutput, Json } from "../nbformat/mod.ts";
import { errorOutput } from "./record_outputs.ts";
import { RESULT_TYPE } from "./results.ts";
import { Session } from "./session.ts";
import { type ReadableError, readError, savedError } from "./trace.ts";
import { UNCAUGHT_TYPE } from "./uncaught.ts";

/** Options of {@linkcode serveKernel}. */
export interface ServeOptions {
  /** The folder that the cells run in. */
  cwd: string;
  /** Whether to warn of types that do not fit. */
  types?: boolean;
  /** Ends the kernel. */
  signal?: AbortSignal;
}

/**
 * Serves front ends until one of them asks the kernel to end.
 *
 * @param file what Jupyter's connection file says
 * @throws {KernelDiedError} when Deno's kernel ends
 * @throws {KernelError} when it does not start, or a port is taken
 */
export async function serveKernel(
  file: ConnectionFile,
  options: ServeOptions,
): Promise<void> {
  const front = new FrontEnds(file);
  try {
    const requests: Request[] = [];
    front.onRequest = (request) => requests.push(request);
    using interrupter = new Interrupter();
    await using session = await Session.start(
      { ...options, reader: true },
      interrupter,
    );
    await using kernel = new LiveKernel(front, session, interrupter, options);
    await kernel.serve(requests);
  } finally {
    await front.close();
  }
}

/** The cell that is running. */
interface RunningCell {
  request: Request;
  source: string;
  /** Errors that are being read, each published when it has been. */
  reading: Promise<void>[];
  isInterrupted: boolean;
  /** Whether it waits for its reader's answer. */
  isAsking: boolean;
  /** Resolves when its code has ended. */
  ended: PromiseWithResolvers<void>;
}

class LiveKernel implements AsyncDisposable {
  readonly #front: FrontEnds;
  readonly #session: Session;
  readonly #interrupter: Interrupter;
  readonly #cwd: string;
  readonly #types?: CellTypes;
  readonly #history = new History();
  readonly #over = Promise.withResolvers<void>();
  #queue: Request[] = [];
  #wake = () => {};
  #count = 0;
  #cell?: RunningCell;
  #answered?: Json;
  /** Text that a cell has printed and that is not published yet. */
  #text?: {
    name: string;
    text: string;
    timer: ReturnType<typeof setTimeout>;
    parent: Partial<Header>;
  };
  /** The header of the request that ran last; what comes later belongs to it. */
  #parent: Partial<Header> = {};
  #info: Record<string, Json> = {};

  constructor(
    front: FrontEnds,
    session: Session,
    interrupter: Interrupter,
    { cwd, types }: ServeOptions,
  ) {
    this.#front = front;
    this.#session = session;
    this.#interrupter = interrupter;
    this.#cwd = cwd;
    if (types) {
      this.#types = new CellTypes(
        cwd,
        (text, header) =>
          this.#send("stream", { name: "stderr", text }, header),
      );
    }
    session.onMessage = (message) => this.#publish(message);
    interrupter.onRunning = async () => {
      await this.#terminate();
      interrupter.endWait(); // Nothing goes on with what waits for the code.
    };
    session.kernel.onInput = (message) => this.#ask(message);
  }

  /** Answers requests, first those that have come already. */
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

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#types?.[Symbol.asyncDispose]();
  }

  #receive(request: Request): void {
    if (request.channel === "shell") {
      this.#queue.push(request);
      this.#wake();
    } else if (request.channel === "control") {
      this.#control(request).catch(this.#over.reject);
    } else if (this.#cell?.isAsking) {
      this.#cell.isAsking = false;
      const { value } = request.message.content;
      this.#session.kernel.input(String(value ?? ""));
    }
  }

  async #control(request: Request): Promise<void> {
    const { header, content } = request.message;
    switch (header.msg_type) {
      case "kernel_info_request":
        return this.#front.reply(request, this.#info);
      case "interrupt_request":
        this.#front.reply(request, { status: "ok" });
        return await this.#interrupt();
      case "shutdown_request":
        this.#front.reply(request, {
          status: "ok",
          restart: content.restart === true,
        });
        this.#over.resolve();
    }
  }

  /** Ends the cell that is running, whether its code runs or waits. */
  async #interrupt(): Promise<void> {
    const cell = this.#cell;
    if (!cell || cell.isInterrupted) return;
    if (await within(0, cell.ended.promise)) return;
    cell.isInterrupted = true;
    const { kernel } = this.#session;
    if (cell.isAsking) await kernel.input(null);
    cell.isAsking = false;
    for (let tries = 0; tries < 4; tries++) {
      let wait = 300;
      if (await this.#interrupter.waits()) {
        if (this.#cell !== cell) return;
        this.#interrupter.endWait();
        wait = 5000;
      } else if (this.#cell === cell) {
        await this.#terminate();
      }
      if (await within(wait, cell.ended.promise)) return;
    }
    cell.isInterrupted = false;
    this.#send("stream", {
      name: "stderr",
      text: "Cannot interrupt this cell: it waits for something that cannot " +
        "be ended. Restart the kernel to be rid of it.\n",
    }, cell.request.message.header);
  }

  /** Ends the code that runs. */
  async #terminate(): Promise<void> {
    await this.#session.kernel.request("interrupt_request", {}, "control");
  }

  /** Answers the requests of the shell channel one after the other. */
  async #work(): Promise<never> {
    while (true) {
      const request = this.#queue.shift();
      if (request) await this.#answer(request, () => this.#reply(request));
      else {
        const woken = new Promise<void>((resolve) => this.#wake = resolve);
        await this.#session.kernel.process.orEnd(woken).catch((error) => {
          // It is said below the cell that ran last.
          if (error instanceof KernelDiedError) {
            this.#fail(asOutput(error), this.#parent);
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
    this.#send("status", { execution_state: "busy" }, header);
    try {
      await answer();
    } finally {
      this.#send("status", { execution_state: "idle" }, header);
    }
  }

  async #reply(request: Request): Promise<void> {
    const { header, content } = request.message;
    switch (header.msg_type) {
      case "execute_request":
        return await this.#execute(request);
      case "inspect_request":
        return await this.#inspect(request);
      case "history_request":
        return this.#front.reply(request, {
          status: "ok",
          history: this.#history.find(content),
        });
      case "comm_open":
        return this.#send("comm_close", {
          comm_id: content.comm_id,
          data: {},
        }, header);
      case "complete_request":
      case "is_complete_request":
      case "comm_info_request": {
        const reply = await this.#session.kernel
          .request(header.msg_type, content);
        this.#front.reply(request, reply.content);
        // To complete, Deno's kernel runs code, and that is no cell.
        await this.#session.standFence(reply, { silent: true });
        return;
      }
      default:
        return await this.#control(request);
    }
  }

  async #inspect(request: Request): Promise<void> {
    const code = inspectionCode(request.message.content);
    const text = code && await this.#question(code);
    this.#front.reply(request, {
      status: "ok",
      found: text !== undefined,
      data: text === undefined ? {} : { "text/plain": text },
      metadata: {},
    });
  }

  /** What code that broadcasts an answer answers. */
  async #question(code: string): Promise<Json | undefined> {
    this.#answered = undefined;
    const reply = await this.#session.execute(code, { silent: true });
    await this.#session.standFence(reply, { silent: true });
    return this.#answered;
  }

  async #execute(request: Request): Promise<void> {
    const { header, content } = request.message;
    const source = typeof content.code === "string" ? content.code : "";
    const silent = content.silent === true;
    const storeHistory = !silent && content.store_history !== false;
    if (storeHistory) this.#history.add(++this.#count, source);
    const execution_count = this.#count;
    this.#parent = header;
    const cell: RunningCell = this.#cell = {
      ...{ request, source, reading: [] },
      ...{ isInterrupted: false, isAsking: false },
      ended: Promise.withResolvers(),
    };
    this.#session.kernel.process.forgetWritten();
    this.#send(
      "execute_input",
      { code: source, execution_count },
      header,
    );
    const fail = (error: ErrorOutput) => {
      this.#fail(error, header);
      return { status: "error", execution_count, ...errorContent(error) };
    };
    try {
      const allowStdin = content.allow_stdin === true;
      // Not at once with the fence: Deno's kernel would hold back the second reply
      // until the system acknowledges the first, 40 ms later.
      const reply = await this.#session.execute(
        source,
        { silent, storeHistory, allowStdin },
      );
      cell.ended.resolve();
      const errors = await this.#session.standFence(reply, { silent });
      await Promise.all(cell.reading);
      let isFailed = reply.content.status !== "ok";
      const said = isFailed && cell.isInterrupted
        ? [INTERRUPTED]
        : await Promise.all(errors.map((error) => this.#read(error, cell)));
      const missing = isFailed ? undefined : await this.#missing(source);
      if (missing) {
        isFailed = true;
        said.push(missing);
      }
      const answers = said.map(fail);
      this.#front.reply(
        request,
        isFailed ? answers.at(-1)! : {
          ...{ status: "ok", execution_count },
          ...{ payload: [], user_expressions: {} },
        },
      );
      if (!said.some(({ ename }) => ename === "SyntaxError")) {
        const id = String(request.message.metadata.cellId ?? header.msg_id);
        this.#types?.add({ id, source, header });
      }
      if (isFailed && content.stop_on_error !== false) await this.#abort();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#front.reply(request, fail(asOutput(error)));
      throw error;
    } finally {
      this.#cell = undefined;
    }
  }

  /** The error of a cell that imports a name in vain. */
  async #missing(source: string): Promise<ErrorOutput | undefined> {
    const names = importedNames(source).map((name) => `typeof ${name}`);
    const code = `Deno.jupyter.broadcast("${ANSWER_TYPE}", {
      answer: [${names}].includes("undefined"),
    })`;
    if (names.length === 0 || !await this.#question(code)) return;
    const error = await missingExport(source, this.#cwd);
    return error && withCaret(error, source);
  }

  /** Lets go of the cells that wait: one before them has failed. */
  async #abort(): Promise<void> {
    // Those that are on their way wait, too.
    await new Promise((resolve) => setTimeout(resolve, 1));
    const isCell = ({ message }: Request) =>
      message.header.msg_type === "execute_request";
    const cells = this.#queue.filter(isCell);
    this.#queue = this.#queue.filter((request) => !isCell(request));
    for (const request of cells) {
      await this.#answer(request, () =>
        this.#front.reply(request, {
          ...{ status: "aborted", execution_count: this.#count },
        }));
    }
  }

  #fail(error: ErrorOutput, parent: Partial<Header>): void {
    this.#send("error", errorContent(error), parent);
  }

  /** Publishes a message, after the text that waits. */
  #send(...message: Parameters<FrontEnds["publish"]>): void {
    this.#flush();
    this.#front.publish(...message);
  }

  /** Collects text for a moment: a message for each line would take front ends long. */
  #print(name: string, text: string): void {
    if (this.#text?.name !== name) {
      this.#flush();
      const timer = setTimeout(() => this.#flush(), 10);
      this.#text = { name, text: "", timer, parent: this.#parent };
    }
    this.#text!.text += text;
    if (this.#text!.text.length > 1 << 16) this.#flush();
  }

  #flush(): void {
    if (!this.#text) return;
    const { name, text, timer, parent } = this.#text;
    clearTimeout(timer);
    this.#text = undefined;
    this.#front.publish("stream", { name, text }, parent);
  }

  /** Publishes what Deno's kernel has published. */
  #publish(message: Message): void {
    const { header: { msg_type }, content, body } = message;
    switch (msg_type) {
      case "status":
      case "execute_input":
        return;
      case "stream":
        return this.#print(String(content.name), String(content.text));
      case ANSWER_TYPE:
        this.#answered = content.answer;
        return;
      case RESULT_TYPE:
        return this.#send("execute_result", {
          execution_count: this.#count,
          data: { "text/plain": content.text },
          metadata: {},
        }, this.#parent);
      case UNCAUGHT_TYPE: {
        const cell = this.#cell;
        const parent = this.#parent;
        const read = this.#read(errorOutput(content), cell)
          .then((error) => this.#fail(error, parent));
        cell?.reading.push(read);
        return;
      }
    }
    this.#send(msg_type, body ?? content, this.#parent);
  }

  /** The error as a reader sees it. */
  async #read(error: ErrorOutput, cell?: RunningCell): Promise<ErrorOutput> {
    const { process } = this.#session.kernel;
    const source = cell?.source ?? "";
    const read = await readError(error, source, this.#cwd, process.stderr);
    return withCaret(read, source);
  }

  #ask({ content }: Message): void {
    const { prompt = "", password = false } = content;
    const cell = this.#cell;
    if (cell && this.#front.ask(cell.request, { prompt, password })) {
      cell.isAsking = true;
    } else this.#session.kernel.input(null);
  }
}

/** An error as an output, with the line of source and a caret under the column. */
function withCaret(error: ReadableError, source: string): ErrorOutput {
  const saved = savedError(error);
  const caret = error.position ? sourceLine(source, error.position) : [];
  return { ...saved, traceback: [...saved.traceback, ...caret] };
}

function asOutput({ name: ename, message: evalue }: Error): ErrorOutput {
  const traceback = evalue.split("\n");
  return { output_type: "error", ename, evalue, traceback };
}

function errorContent({ ename, evalue, traceback }: ErrorOutput) {
  return { ename, evalue, traceback };
}

const INTERRUPTED: ErrorOutput = {
  output_type: "error",
  ename: "Interrupted",
  evalue: "The cell was interrupted",
  traceback: ["Interrupted: The cell was interrupted"],
};
