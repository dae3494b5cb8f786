import { createHash } from "node:crypto";
import type {
  BaseCell,
  Cell,
  CodeCell,
  DisplayOutput,
  ErrorOutput,
  Json,
  MarkdownCell,
  MimeBundle,
  Notebook,
  Output,
  ResultOutput,
  StreamOutput,
} from "./notebook.ts";
import { mapValues, parseJson, without } from "./python_json.ts";

/** A text is not a notebook of nbformat 4.0 to 4.5. The message says where and why. */
export class NotebookFormatError extends Error {
  /** The class's name. */
  override name = "NotebookFormatError";
}

/**
 * Reads a notebook of nbformat 4.0 to 4.5. Before 4.5 cells have no ids: they
 * get ids made from their sources, the same at every read.
 *
 * @param text the file's text
 * @param name the notebook's name in errors, usually its file name
 * @throws {NotebookFormatError} when the text is not such a notebook
 */
export function parseNotebook(text: string, name = "notebook"): Notebook {
  const fail = (problem: string): never => {
    throw new NotebookFormatError(`${name}: ${problem}`);
  };
  const reader = new NotebookReader(fail);
  return reader.notebook(parseJson(text, fail));
}

type JsonObject = Record<string, Json>;

/** Checks a parsed file and brings it into the shape of 4.5. */
class NotebookReader {
  readonly #fail: (problem: string) => never;

  constructor(fail: (problem: string) => never) {
    this.#fail = fail;
  }

  notebook(value: Json): Notebook {
    if (!isObject(value)) return this.#fail("not a notebook: no JSON object");
    const minor = this.#minor(value);
    const metadata = this.#object(value, "metadata", "");
    const cells = value.cells;
    if (!Array.isArray(cells)) return this.#fail("needs an array of cells");
    const read = cells.map((cell, i) => this.#cell(cell, `cell ${i + 1}`));
    this.#giveIds(read, minor);
    return {
      ...value,
      cells: read as Cell[],
      metadata: without(
        metadata,
        "orig_nbformat",
        "orig_nbformat_minor",
        "signature",
      ),
      nbformat: 4,
      nbformat_minor: 5,
    };
  }

  #minor(value: JsonObject): number {
    const { nbformat, nbformat_minor } = value;
    if (nbformat === undefined) {
      return this.#fail("not a notebook: no nbformat");
    }
    if (nbformat !== 4) {
      return this.#fail(
        `need nbformat 4.0 to 4.5, got nbformat ${JSON.stringify(nbformat)}` +
          (nbformat === 3 ? "; save it again with Jupyter to convert it" : ""),
      );
    }
    if (
      typeof nbformat_minor !== "number" || ![0, 1, 2, 3, 4, 5].includes(
        nbformat_minor,
      )
    ) {
      return this.#fail(
        nbformat_minor === undefined
          ? "need nbformat 4.0 to 4.5, got no nbformat_minor"
          : `need nbformat 4.0 to 4.5, got nbformat 4.${nbformat_minor}`,
      );
    }
    return nbformat_minor;
  }

  #cell(value: Json, where: string): Omit<BaseCell, "id"> & { id?: string } {
    if (!isObject(value)) return this.#fail(`${where} is not an object`);
    const cell = {
      ...value,
      metadata: without(this.#object(value, "metadata", where), "trusted"),
      source: this.#text(value, "source", where),
    };
    switch (value.cell_type) {
      case "code":
        return {
          ...cell,
          execution_count: this.#count(value, where),
          outputs: this.#outputs(value, where),
        } as Omit<CodeCell, "id">;
      case "markdown":
      case "raw":
        return value.attachments === undefined ? cell : {
          ...cell,
          attachments: this.#attachments(value, where),
        } as Omit<MarkdownCell, "id">;
      default:
        return this.#fail(
          `${where}: cell_type must be "code", "markdown" or "raw", got ${
            JSON.stringify(value.cell_type)
          }`,
        );
    }
  }

  #giveIds(cells: { id?: string; source: string }[], minor: number): void {
    const taken = new Map<string, number>();
    for (const [i, { id }] of cells.entries()) {
      if (id === undefined && minor < 5) continue;
      if (typeof id !== "string" || !/^[a-zA-Z0-9_-]{1,64}$/.test(id)) {
        return this.#fail(
          `cell ${i + 1}: id must be 1 to 64 of A-Z, a-z, 0-9, - and _, got ${
            JSON.stringify(id)
          }`,
        );
      }
      if (taken.has(id)) {
        return this.#fail(
          `cell ${i + 1}: id "${id}" is that of cell ${taken.get(id)} too`,
        );
      }
      taken.set(id, i + 1);
    }
    for (const [i, cell] of cells.entries()) {
      if (cell.id !== undefined) continue;
      const hash = createHash("sha256").update(cell.source).digest("hex")
        .slice(0, 8);
      cell.id = hash;
      for (let n = 2; taken.has(cell.id); n++) cell.id = `${hash}-${n}`;
      taken.set(cell.id, i + 1);
    }
  }

  #outputs(cell: JsonObject, where: string): Output[] {
    const outputs = cell.outputs;
    if (!Array.isArray(outputs)) {
      return this.#fail(`${where}: outputs must be an array`);
    }
    return outputs.map((output, i) =>
      this.#output(output, `${where}, output ${i + 1}`)
    );
  }

  #output(value: Json, where: string): Output {
    if (!isObject(value)) return this.#fail(`${where} is not an object`);
    switch (value.output_type) {
      case "stream":
        if (value.name !== "stdout" && value.name !== "stderr") {
          return this.#fail(`${where}: name must be "stdout" or "stderr"`);
        }
        return {
          ...value,
          text: this.#text(value, "text", where),
        } as StreamOutput;
      case "display_data":
        return { ...value, ...this.#display(value, where) } as DisplayOutput;
      case "execute_result":
        return {
          ...value,
          ...this.#display(value, where),
          execution_count: this.#count(value, where),
        } as ResultOutput;
      case "error":
        for (const field of ["ename", "evalue"]) {
          if (typeof value[field] === "string") continue;
          return this.#fail(`${where}: ${field} must be a string`);
        }
        if (!isLines(value.traceback)) {
          return this.#fail(`${where}: traceback must be an array of strings`);
        }
        return value as unknown as ErrorOutput;
      default:
        return this.#fail(
          `${where}: unknown output_type ${JSON.stringify(value.output_type)}`,
        );
    }
  }

  #display(output: JsonObject, where: string) {
    return {
      data: joinedBundle(this.#object(output, "data", where)),
      metadata: this.#object(output, "metadata", where),
    };
  }

  #attachments(cell: JsonObject, where: string): Record<string, MimeBundle> {
    return mapValues(
      this.#object(cell, "attachments", where),
      (bundle, file) =>
        isObject(bundle)
          ? joinedBundle(bundle)
          : this.#fail(`${where}: attachment ${file} must be an object`),
    );
  }

  #object(parent: JsonObject, field: string, where: string): JsonObject {
    const value = parent[field];
    if (isObject(value)) return value;
    return this.#fail(`${where && where + ": "}${field} must be an object`);
  }

  #text(parent: JsonObject, field: string, where: string): string {
    const value = parent[field];
    if (typeof value === "string") return value;
    if (isLines(value)) return value.join("");
    return this.#fail(
      `${where}: ${field} must be a string or an array of strings`,
    );
  }

  #count(parent: JsonObject, where: string): number | null {
    const value = parent.execution_count;
    if (
      value === null ||
      typeof value === "number" && Number.isInteger(value) && value >= 0
    ) return value;
    return this.#fail(
      `${where}: execution_count must be a whole number or null`,
    );
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isLines(value: Json | undefined): value is string[] {
  return Array.isArray(value) && value.every((v) => typeof v === "string");
}

function joinedBundle(bundle: JsonObject): MimeBundle {
  return mapValues(
    bundle,
    (value, type) => !isJson(type) && isLines(value) ? value.join("") : value,
  );
}

/** Whether the value of a type is JSON, in which an array of strings is not a text. */
function isJson(type: string): boolean {
  return type === "application/json" ||
    type.startsWith("application/") && type.endsWith("+json");
}
