/**
 * Sends the results that Deno's kernel drops: NaN, the infinities, -0, null and
 * bigints.
 *
 * The kernel runs a cell as an async script, whose promise comes to hold
 * `{ ".repl_result": value }`. That is the first promise that the cell's script
 * makes. A hook that sees promises being made gets hold of it, and removes itself
 * before the cell's own code begins, so that the cell notices nothing.
 *
 * @module
 */

/**
 * Code that declares, in the block around it, `expectResult()`, to be called
 * before a cell, and `reportResult(count)`, to be called after it. In a Deno that
 * works in another way they do nothing. (It also declares `script`, `restore` and
 * more, which the code of an Interrupter shares, and uses `reportThrown()`.)
 *
 * @param name the name of a global variable that nobody uses yet
 */
export function resultsPrelude(name: string): string {
  return `
  const { getPromiseDetails, setPromiseHooks } = Deno[Deno.internal].core;
  const { inspect, jupyter: { broadcast: sendResult }, noColor } = Deno;
  const { Error, Promise } = globalThis;
  const { Session: InspectorSession } = await import("node:inspector");
  /** The function behind setPromiseHooks(), which sets hooks and does not add to them. */
  const setHooks = await (async () => {
    const session = new InspectorSession();
    session.connect();
    const ask = (method, params) =>
      new Promise((resolve, reject) =>
        session.post("Runtime." + method, params, (error, result) =>
          error ? reject(error) : resolve(result)));
    const look = (objectId) =>
      ask("getProperties", { objectId, ownProperties: true });
    const expression = "Deno[Deno.internal].core.setPromiseHooks";
    const { result: { objectId } } = await ask("evaluate", { expression });
    const { internalProperties } = await look(objectId);
    const scopes = internalProperties.find(({ name }) => name === "[[Scopes]]");
    const { result: [scope] } = await look(scopes.value.objectId);
    const { result } = await look(scope.value.objectId);
    const hook = result.find(({ name }) => name === "op_set_promise_hooks");
    await ask("callFunctionOn", {
      objectId: hook.value.objectId,
      functionDeclaration: "function () { globalThis.${name} = this; }",
    });
    const found = globalThis.${name};
    delete globalThis.${name};
    session.disconnect();
    return found;
  })().catch(() => undefined);
  const fulfilled = getPromiseDetails(Promise.resolve())[0];
  /** The promise of the cell that runs. */
  let script;
  const stackOf = (frames) => {
    const { stackTraceLimit, prepareStackTrace } = Error;
    Error.stackTraceLimit = frames;
    Error.prepareStackTrace = undefined;
    const { stack } = new Error();
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
    return stack;
  };
  /** Undoes what an interruption has changed for the cell. */
  let restore = () => {};
  const expectResult = () => {
    restore();
    setHooks?.(catchScript);
  };
  const catchScript = (promise) => {
    if (!/^.+\\n.+\\n.+\\n +at <anonymous>:1:1$/.test(stackOf(4))) return;
    script = promise;
    setPromiseHooks();
  };
  const reportResult = (count) => {
    if (!script) return;
    const [state, result] = getPromiseDetails(script);
    script = undefined;
    if (state !== fulfilled) return reportThrown(result);
    const value = result[".repl_result"];
    const isDropped = value === null || typeof value === "bigint" ||
      typeof value === "number" && (!isFinite(value) || Object.is(value, -0));
    if (!isDropped) return;
    const text = inspect(value, { colors: !noColor });
    sendResult("execute_result", {
      execution_count: count, data: { "text/plain": text }, metadata: {},
    });
  };
`;
}
