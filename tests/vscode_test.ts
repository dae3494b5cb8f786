import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { needs, root } from "./cli/command.ts";
import { testWith } from "./permissions.ts";

/** Deno's language server, spoken to as an editor speaks to it. */
class LanguageServer implements AsyncDisposable {
  readonly #process = new Deno.Command(Deno.execPath(), {
    args: ["lsp"],
    cwd: root,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  readonly #writer = this.#process.stdin.getWriter();
  readonly #reading: Promise<void>;

  /** @param onMessage gets each message; what it returns is the answer to a request */
  constructor(onMessage: (message: Message) => unknown) {
    this.#reading = this.#read(onMessage);
  }

  async send(message: object): Promise<void> {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    const { length } = new TextEncoder().encode(text);
    await this.#writer.write(
      new TextEncoder().encode(`Content-Length: ${length}\r\n\r\n${text}`),
    );
  }

  async [Symbol.asyncDispose]() {
    this.#process.kill("SIGKILL");
    await this.#reading;
    await this.#process.status;
    await this.#writer.close().catch(() => {});
  }

  async #read(onMessage: (message: Message) => unknown): Promise<void> {
    let rest = ""; // One character per byte.
    const bytes = new TextDecoder("latin1");
    for await (const chunk of this.#process.stdout) {
      rest += bytes.decode(chunk);
      while (true) {
        const head = /Content-Length: (\d+)\r\n(?:.+\r\n)*\r\n/.exec(rest);
        const start = head ? head.index + head[0].length : Infinity;
        const end = start + Number(head?.[1]);
        if (!(rest.length >= end)) break;
        const message: Message = JSON.parse(rest.slice(start, end));
        rest = rest.slice(end);
        const result = onMessage(message) ?? null;
        if (message.method && message.id !== undefined) {
          await this.send({ id: message.id, result });
        }
      }
    }
  }
}

interface Message {
  id?: number;
  method?: string;
  params?: {
    items: unknown[];
    uri: string;
    diagnostics: { message: string }[];
  };
}

function readJson(name: string) {
  return JSON.parse(Deno.readTextFileSync(join(root, ".vscode", name)));
}

testWith(
  "with VS Code's settings, Deno's language server checks each cell together with those before it",
  needs,
  async () => {
    const { recommendations } = readJson("extensions.json");
    assertEquals(recommendations, [
      "denoland.vscode-deno",
      "ms-toolsai.jupyter",
    ]);
    const settings = readJson("settings.json");
    const configuration = { enable: settings["deno.enable"] };
    assert(configuration.enable);

    const notebook = `${root}/notebooks/new.ipynb`;
    const cells = [
      `import { softmax } from "@lab/kernels";\nconst p = softmax([1, 2]);`,
      `const half = p.map((x) => x / 2);\nawait Promise.resolve(half);`,
      `const wrong: string = half;`,
    ].map((text, i) => ({
      uri: `vscode-notebook-cell:${notebook}#W${i}sZmlsZQ%3D%3D`,
      languageId: "typescript",
      version: 1,
      text,
    }));
    const told = new Map<string, string[]>();
    const done = Promise.withResolvers<void>();
    const ready = Promise.withResolvers<void>();
    await using server = new LanguageServer(({ id, method, params }) => {
      if (id === 1 && !method) ready.resolve();
      if (method === "workspace/configuration") {
        return params!.items.map(() => configuration);
      }
      if (method === "textDocument/publishDiagnostics") {
        const { uri, diagnostics } = params!;
        told.set(uri, diagnostics.map(({ message }) => message));
        if (uri === cells[2].uri && diagnostics.length > 0) done.resolve();
      }
    });
    const folder = { uri: `file://${root}`, name: "softmax-lab" };
    await server.send({
      id: 1,
      method: "initialize",
      params: {
        processId: null,
        rootUri: folder.uri,
        workspaceFolders: [folder],
        initializationOptions: configuration,
        capabilities: {
          notebookDocument: { synchronization: {} },
          workspace: { configuration: true, workspaceFolders: true },
        },
      },
    });
    await ready.promise;
    await server.send({ method: "initialized", params: {} });
    await server.send({
      method: "notebookDocument/didOpen",
      params: {
        notebookDocument: {
          uri: `file://${notebook}`,
          notebookType: "jupyter-notebook",
          version: 1,
          cells: cells.map(({ uri }) => ({ kind: 2, document: uri })),
        },
        cellTextDocuments: cells,
      },
    });
    const timer = setTimeout(
      () => done.reject(new Error("The language server did not answer")),
      60_000,
    );
    await done.promise.finally(() => clearTimeout(timer));
    assertEquals(
      cells.map(({ uri }) => told.get(uri) ?? []),
      [[], [], ["Type 'number[]' is not assignable to type 'string'."]],
    );
  },
);
