/**
 * Reports errors that nothing catches. They would end a program, but Deno's
 * kernel says nothing of a promise that fails unawaited, and hangs for good after
 * an error in a timer. So code in the kernel reports both.
 *
 * @module
 */

/** The type of the report; its content is that of Jupyter's `error`. */
export const UNCAUGHT_TYPE = "lab_uncaught";

/**
 * The code to run, silently, before the first cell. The last frame of
 * the trace says how the error escaped. It also keeps the other frames from
 * being taken for the top level of the running cell: they may be of an earlier one.
 */
export const UNCAUGHT_PRELUDE = `{
  const { jupyter: { broadcast }, inspect } = Deno;
  const { Error, String } = globalThis;
  const report = (event, thrown, frame) => {
    event.preventDefault();
    const text = inspect(thrown);
    const isError = thrown instanceof Error;
    broadcast(${JSON.stringify(UNCAUGHT_TYPE)}, {
      ename: isError ? String(thrown.name) : "Error",
      evalue: isError ? String(thrown.message) : text,
      traceback: [text, "    at " + frame],
    });
  };
  addEventListener("error", (event) =>
    report(event, event.error, "a timer or another callback, uncaught"));
  addEventListener("unhandledrejection", (event) =>
    report(event, event.reason, "a promise that is not awaited"));
}`;
