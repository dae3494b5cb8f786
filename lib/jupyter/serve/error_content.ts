import type { ErrorOutput } from "../../nbformat/mod.ts";
import { sourceLine } from "../failure/failure_text.ts";
import { type ReadableError, savedError } from "../failure/read_error.ts";

/** An error as messages carry it. */
export type ErrorContent = Pick<ErrorOutput, "ename" | "evalue" | "traceback">;

/** An error of a cell, with the line of source and a caret under the column. */
export function cellError(error: ReadableError, source: string): ErrorContent {
  const { ename, evalue, traceback } = savedError(error);
  const caret = error.position ? sourceLine(source, error.position) : [];
  return {
    ename,
    evalue,
    traceback: traceback.toSpliced(error.topLevel + 1, 0, ...caret),
  };
}

/** An error of the kernel. */
export function kernelError({ name, message }: Error): ErrorContent {
  return { ename: name, evalue: message, traceback: message.split("\n") };
}

/** The error of a cell that was interrupted. */
export const INTERRUPTED: ErrorContent = {
  ename: "Interrupted",
  evalue: "The cell was interrupted",
  traceback: ["Interrupted: The cell was interrupted"],
};
