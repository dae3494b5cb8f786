/**
 * What nobody catches: Deno's kernel says nothing of a promise that fails with
 * nobody awaiting it, and an error in a timer stops it for good. A program
 * would end. So the kernel itself tells of them.
 *
 * @module
 */

/** The type of the message; its content is that of Jupyter's `error`. */
export const UNCAUGHT_TYPE = "lab_uncaught";

/**
 * The code to run, silently, before the first cell. The trace's last frame
 * says how the error escaped. It also keeps the others from being taken for
 * the top level of the running cell: the code may be an earlier one's.
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
