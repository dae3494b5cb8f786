/**
 * Turns a kernel's messages into the outputs of cells, by Jupyter's rules. Text
 * stays as the kernel sent it, control characters included: how a carriage
 * return looks is up to whoever shows it.
 *
 * @module
 */

import type { Message } from "../wire/message.ts";
import type {
  CodeCell,
  DisplayOutput,
  Json,
  MimeBundle,
  Output,
  ResultOutput,
} from "../../nbformat/mod.ts";

/** Records the outputs of a run, cell after cell. */
export class OutputRecorder {
  #cell: CodeCell | null = null;
  #clearBeforeNext = false;
  /** Outputs by display id, since a later cell may update them. */
  readonly #displays = new Map<string, (DisplayOutput | ResultOutput)[]>();

  /** Empties a cell's outputs. The messages that follow belong to this cell. */
  begin(cell: CodeCell): void {
    cell.outputs = [];
    this.#cell = cell;
    this.#clearBeforeNext = false;
  }

  /** Follows a message about outputs; ignores all others. Errors are added by {@linkcode add}. */
  receive(message: Message): void {
    const { content } = message;
    switch (message.header.msg_type) {
      case "stream":
        this.#stream(
          content.name === "stderr" ? "stderr" : "stdout",
          String(content.text ?? ""),
        );
        break;
      case "display_data":
        this.#display(
          { output_type: "display_data", ...body(content) },
          content,
        );
        break;
      case "execute_result":
        this.#display({
          output_type: "execute_result",
          execution_count: this.#cell?.execution_count ?? null,
          ...body(content),
        }, content);
        break;
      case "update_display_data":
        this.#update(content);
        break;
      case "clear_output":
        if (content.wait) this.#clearBeforeNext = true;
        else this.#clear();
        break;
    }
  }

  #stream(name: "stdout" | "stderr", chunk: string): void {
    if (chunk === "") return;
    const last = this.#clearBeforeNext ? undefined : this.#cell?.outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) {
      last.text += chunk;
    } else {
      this.add({ output_type: "stream", name, text: chunk });
    }
  }

  #display(
    output: DisplayOutput | ResultOutput,
    content: Record<string, Json>,
  ): void {
    // A second display under an id changes the earlier ones too.
    this.#update(content);
    this.add(output);
    const id = displayId(content);
    if (id !== undefined) {
      this.#displays.set(id, [...this.#displays.get(id) ?? [], output]);
    }
  }

  #update(content: Record<string, Json>): void {
    const id = displayId(content);
    if (id === undefined) return;
    for (const output of this.#displays.get(id) ?? []) {
      Object.assign(output, body(content));
    }
  }

  /** Adds an output to the cell's. */
  add(output: Output): void {
    if (this.#clearBeforeNext) this.#clear();
    this.#cell?.outputs.push(output);
  }

  #clear(): void {
    this.#clearBeforeNext = false;
    if (this.#cell) this.#cell.outputs = [];
  }
}

function body(
  content: Record<string, Json>,
): { data: MimeBundle; metadata: Record<string, Json> } {
  return { data: object(content.data), metadata: object(content.metadata) };
}

function displayId(content: Record<string, Json>): string | undefined {
  const id = object(content.transient).display_id;
  return typeof id === "string" ? id : undefined;
}

function object(value: Json | undefined): Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value
    : {};
}
