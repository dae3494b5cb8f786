/**
 * Reports what a cell throws: of an error its causes, of anything else its value.
 * Deno's kernel keeps both to itself.
 *
 * @module
 */

/** The type of the report. */
export const THROWN_TYPE = "lab_thrown";

/** The report. */
export interface Thrown {
  /** The value, if it is neither an error nor text. */
  value?: string;
  /** A line for each cause of an error, and for each error that it gathers. */
  causes: string[];
}

/**
 * Code that declares, in the block around it, `reportThrown(value)`. It uses what
 * resultsPrelude() declares.
 */
export const THROWN_PRELUDE = `
  const reportThrown = (() => {
    const { Array, Error, Object, Set } = globalThis;
    const { toString } = Error.prototype;
    return (thrown) => {
      const seen = new Set([thrown]);
      const causes = [];
      const follow = (error) => {
        const own = Object.hasOwn(error, "cause") ? [error.cause] : [];
        const all = Array.isArray(error.errors) ? own.concat(error.errors) : own;
        for (const cause of all) {
          if (seen.has(cause) || seen.size > 10) continue;
          seen.add(cause);
          const isError = cause instanceof Error;
          causes.push(
            "Caused by " + (isError ? toString.call(cause) : inspect(cause)),
          );
          if (isError) follow(cause);
        }
      };
      try {
        if (typeof thrown === "string") return;
        let value;
        if (thrown instanceof Error) follow(thrown);
        else value = inspect(thrown);
        sendResult(${JSON.stringify(THROWN_TYPE)}, { value, causes });
      } catch {
        // What was thrown does not let itself be looked at.
      }
    };
  })();
`;
