/**
 * The notebook format: the parts of a notebook, and reading and writing its
 * file.
 *
 * @module
 */

export { decoded, pathIn } from "./address.ts";
export {
  codeLanguage,
  hasTag,
  isLanguage,
  isSkipped,
  mayFail,
} from "./metadata.ts";
export type * from "./notebook.ts";
export { NotebookFormatError, parseNotebook } from "./read.ts";
export { stringifyNotebook } from "./write.ts";
