/**
 * Lets a client hear what Deno's kernel keeps to itself: what a cell writes to
 * `Deno.stdout` or `Deno.stderr`, the cause of an error, and the tests that
 * fail.
 *
 * @module
 */

import type { ErrorOutput } from "../nbformat/mod.ts";

/** The type of the report of an error's causes. */
export const CAUSE_TYPE = "lab_cause";

/**
 * The code to run, silently, before the first cell. The kernel does not hand
 * out the error that ends a cell, but V8 reads the name of each new error, so a
 * getter in the name's place sees those that have a cause.
 */
export const UNHEARD_PRELUDE = `{
  const { stdout, stderr, inspect, jupyter: { broadcast } } = Deno;
  const { print } = Deno[Deno.internal].core;
  const { Error, Object, String, WritableStream } = globalThis;
  const { toString } = Error.prototype;
  for (const [stream, isError] of [[stdout, false], [stderr, true]]) {
    const decoder = new TextDecoder();
    stream.writeSync = (bytes) => {
      print(decoder.decode(bytes, { stream: true }), isError);
      return bytes.length;
    };
    stream.write = async (bytes) => stream.writeSync(bytes);
    const write = (bytes) => void stream.writeSync(bytes);
    const writable = new WritableStream({ write });
    Object.defineProperty(stream, "writable", { value: writable });
  }
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
    broadcast(${JSON.stringify(CAUSE_TYPE)}, { message, causes });
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

/** The tests of a cell that failed, as an error; `written` is what the kernel wrote to its own stdout. */
export function failedTests(
  written: readonly string[],
): ErrorOutput | undefined {
  const summary = written.find((line) => /^FAILED \| /.test(line));
  if (summary === undefined) return;
  const [, evalue] = /(\d+ failed)/.exec(summary)!;
  return {
    output_type: "error",
    ename: "Deno.test",
    evalue,
    // Without the times.
    traceback: written.map((line) => line.replace(/ \(\d+\S*s\)$/, "")),
  };
}
