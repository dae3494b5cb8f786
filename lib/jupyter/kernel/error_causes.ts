/**
 * Reports the causes of errors, which Deno's kernel keeps to itself.
 *
 * @module
 */

/** The type of the report: an error's message, and a line for each cause. */
export const CAUSES_TYPE = "lab_causes";

/**
 * The code to run, silently, before the first cell. The kernel does not hand
 * out the error that ends a cell. But V8 reads the name of each new error, so a
 * getter in place of the name sees those that have a cause.
 */
export const CAUSES_PRELUDE = `{
  const { inspect, jupyter: { broadcast } } = Deno;
  const { Error, Object, String } = globalThis;
  const { toString } = Error.prototype;
  let last;
  const report = (error) => {
    if (!Object.hasOwn(Object(error), "cause") || error === last) return;
    last = error;
    const causes = [];
    for (
      let at = error;
      Object.hasOwn(Object(at), "cause") && causes.length < 10;
      at = at.cause
    ) {
      const { cause } = at;
      const isError = cause instanceof Error;
      causes.push(
        "Caused by " + (isError ? toString.call(cause) : inspect(cause)),
      );
    }
    const message = String(error.message);
    broadcast(${JSON.stringify(CAUSES_TYPE)}, { message, causes });
  };
  for (
    const { prototype } of [Error, RangeError, SyntaxError, TypeError]
  ) {
    const { name } = prototype;
    Object.defineProperty(prototype, "name", {
      get() {
        report(this);
        return name;
      },
      set(value) {
        report(this);
        const own = { writable: true, enumerable: true, configurable: true };
        Object.defineProperty(this, "name", { value, ...own });
      },
    });
  }
}`;
