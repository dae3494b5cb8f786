/**
 * The fence tells a client that a cell's outputs have all arrived.
 *
 * Deno's kernel replies to a cell and reports itself idle while the cell's
 * outputs still wait in a queue, and stamps each with whatever request is
 * current when it leaves the queue. So neither the reply, nor idle, nor an
 * output's parent says where a cell's outputs end. But the queue keeps its
 * order. So after the cell a silent request sends a secret word along each path
 * that outputs take: all that arrives before the words belongs to the cell.
 *
 * @module
 */

import type { Interrupter } from "./interrupter.ts";
import type { Json } from "../../nbformat/mod.ts";
import type { Message } from "../wire/message.ts";
import { resultsPrelude } from "./dropped_results.ts";
import { THROWN_PRELUDE } from "./thrown_values.ts";

const MESSAGE_TYPE = "lab_fence";

/** Makes the fences of one kernel. */
export class Fences {
  /** The function that sends the words; no cell uses its name. */
  readonly #name = `__lab_fence_${randomWord()}`;

  /**
   * The code to run, silently, before the first cell. It keeps references to
   * all that it needs, so that a cell that changes `console`, `Deno` or the
   * global scope cannot change the fence. The words wait for one turn of the
   * event loop, in which a promise that failed unawaited is reported. If the
   * kernel has kept what the cell results in or throws, that goes before them. The
   * code also ends a kernel whose parent is gone, with the programs that it runs:
   * nothing else notices that. A worker does it, because a cell may keep the kernel
   * busy for ever.
   */
  prelude(interrupter?: Interrupter): string {
    return `{
      ${resultsPrelude(this.#name)}
      ${THROWN_PRELUDE}
      ${interrupter?.prelude(this.#name) ?? ""}
      const { print } = Deno[Deno.internal].core;
      const { broadcast } = Deno.jupyter;
      const { setTimeout } = globalThis;
      const send = (word, count) => {
        setTimeout(() => {
          if (count !== undefined) reportResult(count);
          print(word, false);
          print(word, true);
          broadcast(${JSON.stringify(MESSAGE_TYPE)}, { word });
          expectResult();
        });
      };
      Object.defineProperty(globalThis, ${JSON.stringify(this.#name)}, {
        value: send,
      });
      expectResult();
      // Tells show() that it need not wait.
      Object.defineProperty(Deno.jupyter, Symbol.for("lab.fence"), { value: true });
      /** 0 is the group of the process. */
      const group = Deno.build.os === "windows" ? Deno.pid : 0;
      const watch = \`setInterval(() => {
        if (Deno.ppid !== \${Deno.ppid}) Deno.kill(\${group}, "SIGKILL");
      }, 1000)\`;
      new Worker("data:text/javascript," + encodeURIComponent(watch), {
        type: "module",
      });
    }`;
  }

  /**
   * A new fence, not yet sent.
   *
   * @param count the execution count of the cell whose dropped result is to be
   *   sent, if one is
   */
  create(count?: Json): Fence {
    return new Fence(this.#name, count);
  }
}

/** One fence. It stands once its words have come back along every path. */
export class Fence {
  readonly #word = randomWord();
  readonly #missing = new Set(["stdout", "stderr", MESSAGE_TYPE]);
  readonly #standing = Promise.withResolvers<void>();
  /** The code that sends the words. */
  readonly code: string;

  constructor(functionName: string, count: Json | undefined) {
    this.code = `${functionName}("${this.#word}", ${JSON.stringify(count)})`;
  }

  /** Resolves when all that was sent before the fence has arrived. */
  get standing(): Promise<void> {
    return this.#standing.promise;
  }

  /** Takes the fence's words out of a message. Null if nothing from the cell is left. */
  filter(message: Message): Message | null {
    switch (message.header.msg_type) {
      case MESSAGE_TYPE:
        if (message.content.word !== this.#word) return message;
        this.#seen(MESSAGE_TYPE);
        return null;
      case "stream": {
        const { name, text } = message.content;
        if (typeof text !== "string" || !text.includes(this.#word)) {
          return message;
        }
        this.#seen(String(name));
        const rest = text.replace(this.#word, "");
        const content = { name, text: rest };
        return rest === "" ? null : { ...message, content, body: undefined };
      }
      default:
        return message;
    }
  }

  #seen(way: string): void {
    this.#missing.delete(way);
    if (this.#missing.size === 0) this.#standing.resolve();
  }
}

function randomWord(): string {
  return crypto.getRandomValues(new Uint8Array(16)).toHex();
}
