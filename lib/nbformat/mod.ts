/**
 * The notebook format: what a notebook is, and how its file is read and written.
 *
 * @module
 */

export { codeLanguage, hasTag, mayFail } from "./metadata.ts";
export type * from "./notebook.ts";
export { NotebookFormatError, parseNotebook } from "./read.ts";
export { stringifyNotebook } from "./write.ts";
