/**
 * Code in the kernel that ends what a cell waits for.
 *
 * It looks in a snapshot of the heap for the promise that the cell's script waits
 * for in the end, through all async functions between them, and rejects that
 * promise through its own resolving function: `finally` blocks run, and nothing
 * else of the cell does. If nothing could ever resolve the promise, the code
 * forgets the script, which ends the cell too. A cell that has gone on while the
 * snapshot was taken is ended where it begins to wait again.
 *
 * @module
 */

import { resolverOf } from "./find_resolver.ts";

/**
 * Code that declares `endWait()`. All its steps after the snapshot happen in one
 * turn of the event loop, in which no promise changes: an inspector session hands
 * on the answer to what a callback asks before anything else runs. The code uses
 * what resultsPrelude() declares, `reportTried()` and `reportRunning()`.
 *
 * @param name the name of a global variable that nobody uses yet
 */
export function endWaitPrelude(name: string): string {
  return `
  const endWait = () => {
    if (hasEnded) return forget();
    tries = tried === script ? tries + 1 : 1;
    tried = script;
    if (tries > 1) endAtNextWait();
    const chunks = [];
    const inspector = new InspectorSession();
    inspector.connect();
    inspector.on("HeapProfiler.addHeapSnapshotChunk",
      ({ params }) => chunks.push(params.chunk));
    const ask = (method, params, then) =>
      inspector.post(method, params, (error, answer) => {
        try {
          if (error) throw error;
          then(answer);
        } catch {
          endAtNextWait();
          reportTried();
        }
      });
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
                  // In a turn of its own, the cell goes on with none of Deno's code around it.
                  resolve(new Promise((_, reject) =>
                    setTimeout(() => reject(new Error("Interrupted")))));
                  reportTried();
                }));
          });
        }));
    });
  };
  let hasEnded = false;
  /** The script that was to end last, and how often it was. */
  let tried, tries;
  /** Forgets the script. Then V8 gives up what waits for it. */
  const forget = () => {
    script = tried = undefined;
    hasEnded = false;
    const inspector = new InspectorSession();
    inspector.connect();
    inspector.post("HeapProfiler.collectGarbage", {}, () => inspector.disconnect());
    reportTried();
  };
  /**
   * Ends a cell that has gone on where it begins to wait again. If the cell has
   * made the promise since, that is rejected. Otherwise, or if it has caught that
   * too, the cell is held there, to be ended as code that runs.
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
      const reject = tries < 3 && rejections.get(awaited);
      if (reject) return reject(new Error("Interrupted"));
      hasEnded = true;
      reportRunning();
      while (true);
    });
  };
  /** The stack of the cell's own code and nothing else: Deno's must not be ended. */
  const isTopLevel = /^(?!.*[ (]ext:).* at (async )?<anonymous>:\\d+:\\d+$/s;
  ${resolverOf}`;
}
