/**
 * The notebook format: what a notebook is, and how it is read and written.
 *
 * @module
 */

export { codeLanguage, hasTag, mayFail } from "./metadata.ts";
export { NotebookFormatError, parseNotebook } from "./read.ts";
export type * from "./types.ts";
export { stringifyNotebook } from "./write.ts";
