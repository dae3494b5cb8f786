/**
 * Ends a cell that awaits something. Deno's kernel can end only code that runs:
 * what it does to a cell that waits is to break whatever runs next.
 *
 * So code in the kernel listens to this program. It looks in a snapshot of the
 * heap for the promise that the cell's script waits for in the end, through all
 * async functions between them, and rejects that through its own resolving
 * function: `finally` blocks run, and nothing of the cell goes on. If nobody
 * could ever resolve it, it forgets the script, which ends the cell too. And a
 * cell that has gone on while the snapshot was taken is ended where it begins to
 * wait again.
 *
 * @module
 */

import { HOST } from "./kernel_process.ts";
import { within } from "./within.ts";

/** A line to a kernel whose code may be waiting. */
export class Interrupter implements Disposable {
  /** Called when the cell runs, at a place where it can be ended as code that runs. */
  onRunning: () => void = () => {};
  readonly #listener = Deno.listen({ hostname: HOST, port: 0 });
  readonly #secret = crypto.randomUUID();
  #line?: Deno.TcpConn;
  #answer = Promise.withResolvers<void>();

  constructor() {
    this.#listen().catch(() => {}); // It was closed.
  }

  /**
   * Code for the kernel, in which `script` is the promise of the cell's script.
   *
   * @param name the name of a global variable that nobody uses yet
   */
  prelude(name: string): string {
    const { port } = this.#listener.addr;
    return `
  const endWait = ${endWait(`${name}_`)};
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

  /** Whether the kernel's code waits: only then does it answer in time. */
  async waits(): Promise<boolean> {
    this.#answer = Promise.withResolvers();
    this.#line?.write(new Uint8Array([ASK])).catch(() => {});
    return await within(ANSWER_TIME, this.#answer.promise);
  }

  /** Ends what the cell waits for. */
  endWait(): void {
    this.#line?.write(new Uint8Array([END])).catch(() => {});
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
      while (await line.read(bytes).catch(() => null)) {
        if (bytes[0] === ASK) this.#answer.resolve();
        else this.onRunning();
      }
    }
  }
}

/** The time in which code that waits must answer, in milliseconds. */
const ANSWER_TIME = 600;

const ASK = 63;
const END = 33;

/**
 * The function that rejects the promise for which `script` waits. All its steps
 * happen in one turn of the event loop, in which no promise changes: an inspector
 * session hands on the answer to what a callback asks before anything else runs.
 */
function endWait(name: string): string {
  return `() => {
    if (hasEnded) return forget();
    if (tried === script) endAtNextWait();
    tried = script;
    const chunks = [];
    const inspector = new InspectorSession();
    inspector.connect();
    inspector.on("HeapProfiler.addHeapSnapshotChunk",
      ({ params }) => chunks.push(params.chunk));
    const ask = (method, params, then) =>
      inspector.post(method, params, (error, answer) =>
        error ? endAtNextWait() : then(answer));
    globalThis.${name} = script;
    ask("Runtime.evaluate", { expression: "${name}" }, ({ result: { objectId } }) => {
      delete globalThis.${name};
      ask("HeapProfiler.takeHeapSnapshot", {}, () =>
        ask("HeapProfiler.getHeapObjectId", { objectId }, ({ heapSnapshotObjectId }) => {
          const found = resolverOf(Number(heapSnapshotObjectId), JSON.parse(chunks.join("")));
          ask("Runtime.releaseObject", { objectId }, () => {
            if (found === undefined) return forget();
            ask("HeapProfiler.getObjectByHeapObjectId", { objectId: String(found) },
              ({ result: { objectId } }) =>
                ask("Runtime.callFunctionOn", {
                  objectId,
                  functionDeclaration: "function () { globalThis.${name} = this; }",
                }, () => {
                  inspector.disconnect();
                  const resolve = globalThis.${name};
                  delete globalThis.${name};
                  resolve((async () => { throw new Error("Interrupted"); })());
                }));
          });
        }));
    });
  };
  let hasEnded = false;
  let tried;
  /** Forgets the script; without it, V8 gives up what waits for the script. */
  const forget = () => {
    script = tried = undefined;
    hasEnded = false;
    const inspector = new InspectorSession();
    inspector.connect();
    inspector.post("HeapProfiler.collectGarbage", {}, () => inspector.disconnect());
  };
  /**
   * Ends a cell that has gone on where it begins to wait again: rejects the
   * promise, if the cell has made it since; else it is held there, to be ended
   * as code that runs.
   */
  const endAtNextWait = () => {
    restore();
    const { Promise } = globalThis;
    restore = () => {
      globalThis.Promise = Promise;
      setPromiseHooks();
      restore = () => {};
    };
    const rejections = new WeakMap();
    globalThis.Promise = new Proxy(Promise, {
      construct(_, [executor], target) {
        let rejection;
        const promise = Reflect.construct(Promise, [(resolve, reject) => {
          rejection = reject;
          return executor(resolve, reject);
        }], target);
        rejections.set(promise, rejection);
        return promise;
      },
    });
    setHooks((promise, awaited) => {
      if (!awaited || !isTopLevel.test(stackOf(9999))) return;
      restore();
      const reject = rejections.get(awaited);
      if (reject) return reject(new Error("Interrupted"));
      hasEnded = true;
      line.write(new Uint8Array([${END}]));
      while (true);
    });
  };
  const isTopLevel = /at (async )?<anonymous>:\\d+:\\d+$/;
  ${resolverOf}`;
}

/** A heap snapshot, as V8 writes it. */
interface Snapshot {
  snapshot: {
    meta: {
      node_fields: string[];
      edge_fields: string[];
      edge_types: string[][];
    };
  };
  nodes: number[];
  edges: number[];
  strings: string[];
}

/**
 * Finds the function that resolves the promise for which another one waits.
 * Runs in the kernel, from its source.
 *
 * @param promise the id of the one that waits
 * @returns the function's id
 */
function resolverOf(
  promise: number,
  { snapshot: { meta }, nodes, edges, strings }: Snapshot,
): number | undefined {
  const NODE = meta.node_fields.length;
  const EDGE = meta.edge_fields.length;
  const [NAME, ID, COUNT] = ["name", "id", "edge_count"]
    .map((field) => meta.node_fields.indexOf(field));
  const INTERNAL = meta.edge_types[0].indexOf("internal");
  const name = (node: number) => strings[nodes[node + NAME]];
  const visit = (see: (from: number, edge: string, to: number) => void) => {
    for (let node = 0, edge = 0; node < nodes.length; node += NODE) {
      for (let i = nodes[node + COUNT]; i > 0; i--, edge += EDGE) {
        const isInternal = edges[edge] === INTERNAL;
        see(node, isInternal ? strings[edges[edge + 1]] : "", edges[edge + 2]);
      }
    }
  };
  const shared = new Set<number>();
  const resolvers = new Set<number>();
  /** Functions that resolve promises, by the scopes that hold the promises. */
  const scopes = new Map<number, number>();
  visit((from, edge, to) => {
    if (
      edge === "builtin_name" && name(to) === "PromiseCapabilityDefaultResolve"
    ) shared.add(from);
  });
  visit((from, edge, to) => {
    if (edge === "shared" && shared.has(to)) resolvers.add(from);
  });
  visit((from, edge, to) => {
    if (edge === "context" && resolvers.has(from)) scopes.set(to, from);
  });
  const waiting = new Set<number>();
  for (let node = 0; node < nodes.length; node += NODE) {
    if (nodes[node + ID] === promise) waiting.add(node);
  }
  // From a promise to the async function that it belongs to, to the scope and the
  // functions that go on with it, to the reaction that calls them, to the promise
  // that the reaction is for.
  for (let size = 0; size < waiting.size;) {
    size = waiting.size;
    let found: number | undefined;
    visit((from, edge, to) => {
      if (!waiting.has(to)) return;
      if (scopes.has(from)) found ??= scopes.get(from);
      const kind = name(from);
      if (
        edge === "extension" || edge === "reactions_or_result" ||
        (edge === "context" && kind === "") ||
        /PromiseReaction$|AsyncGeneratorRequest$|^(Async)?Generator$/.test(kind)
      ) waiting.add(from);
    });
    if (found !== undefined) return nodes[found + ID];
  }
}
