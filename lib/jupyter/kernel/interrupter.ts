/**
 * Ends a cell that waits for something. Deno's kernel can end only code that
 * runs: if the cell waits, it ends whatever runs next. So code in the kernel
 * listens to this program, over a connection of its own.
 *
 * @module
 */

import { endWaitPrelude } from "./end_wait.ts";
import { HOST } from "./kernel_process.ts";
import { within } from "./within.ts";

/** Asks whether a kernel's code waits, and ends what it waits for. */
export class Interrupter implements Disposable {
  /** Called when the cell is held where it runs, so that Deno's kernel can end it. */
  onRunning: () => void = () => {};
  readonly #listener = Deno.listen({ hostname: HOST, port: 0 });
  readonly #secret = crypto.randomUUID();
  #line?: Deno.TcpConn;
  #answer = Promise.withResolvers<void>();
  #tried = Promise.withResolvers<void>();

  constructor() {
    this.#listen().catch(() => {}); // It was closed.
  }

  /**
   * The code to run in the kernel, after that of resultsPrelude().
   *
   * @param name the name of a global variable that nobody uses yet
   */
  prelude(name: string): string {
    const { port } = this.#listener.addr;
    return `
  ${endWaitPrelude(`${name}_`)}
  const reportTried = () => line.write(new Uint8Array([${END}]));
  const reportRunning = () => line.write(new Uint8Array([${RUNS}]));
  const line = await Deno.connect({ hostname: "${HOST}", port: ${port} });
  line.unref();
  await line.write(new TextEncoder().encode("${this.#secret}"));
  // It has a name, so that it is not taken for the top level of a cell.
  const obey = async () => {
    const byte = new Uint8Array(1);
    while (await line.read(byte)) {
      if (byte[0] === ${ASK}) await line.write(byte);
      else endWait();
    }
  };
  obey().catch(() => {});
`;
  }

  /** Whether the kernel's code waits. Code that runs does not answer in time. */
  async waits(): Promise<boolean> {
    this.#answer = Promise.withResolvers();
    this.#line?.write(new Uint8Array([ASK])).catch(() => {});
    return await within(ANSWER_TIME, this.#answer.promise);
  }

  /** Ends what the cell waits for. Resolves when that was tried: to find it in much memory takes long. */
  async endWait(): Promise<void> {
    this.#tried = Promise.withResolvers();
    this.#line?.write(new Uint8Array([END])).catch(() => {});
    await this.#tried.promise;
  }

  /** Closes the line. */
  [Symbol.dispose](): void {
    this.#listener.close();
    this.#line?.close();
  }

  async #listen(): Promise<void> {
    while (true) {
      const line = await this.#listener.accept();
      const bytes = new Uint8Array(this.#secret.length);
      const greeted = line.read(bytes).catch(() => null);
      await within(1000, greeted);
      if (new TextDecoder().decode(bytes) !== this.#secret) {
        line.close();
        continue;
      }
      this.#line = line;
      const byte = new Uint8Array(1);
      while (await line.read(byte).catch(() => null)) {
        if (byte[0] === ASK) this.#answer.resolve();
        else if (byte[0] === END) this.#tried.resolve();
        else this.onRunning();
      }
    }
  }
}

/** The time in which code that waits answers, in milliseconds. */
const ANSWER_TIME = 600;

/** Asks whether code waits, and answers that it does. */
const ASK = 63;

/** Asks the kernel to end a wait, and answers that it has tried. */
const END = 33;

/** Asks this program to end what runs. */
const RUNS = 38;
