/**
 * The notebook format, nbformat 4.5: https://nbformat.readthedocs.io/en/latest/format_description.html
 *
 * In memory every multi-line string is one string; on disk it is an array of lines.
 *
 * @module
 */

/** A value that JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | Json[]
  | { [key: string]: Json };

/** Several representations of one value, by MIME type. Text is a string; JSON types hold their value. */
export type MimeBundle = Record<string, Json>;

/** Text that a cell printed, as one string. */
export interface StreamOutput {
  output_type: "stream";
  name: "stdout" | "stderr";
  text: string;
}

/** Something that a cell displayed. */
export interface DisplayOutput {
  output_type: "display_data";
  data: MimeBundle;
  metadata: Record<string, Json>;
}

/** The value of a cell's last expression. */
export interface ResultOutput {
  output_type: "execute_result";
  execution_count: number | null;
  data: MimeBundle;
  metadata: Record<string, Json>;
}

/** An exception that ended a cell. `traceback` holds lines, often with ANSI colours. */
export interface ErrorOutput {
  output_type: "error";
  ename: string;
  evalue: string;
  traceback: string[];
}

export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

export interface BaseCell {
  /** 1 to 64 characters of A-Z, a-z, 0-9, - and _; unique in the notebook. */
  id: string;
  metadata: Record<string, Json>;
  source: string;
}

export interface CodeCell extends BaseCell {
  cell_type: "code";
  execution_count: number | null;
  outputs: Output[];
}

export interface MarkdownCell extends BaseCell {
  cell_type: "markdown";
  /** Files pasted into the cell, by name. */
  attachments?: Record<string, MimeBundle>;
}

export interface RawCell extends BaseCell {
  cell_type: "raw";
  attachments?: Record<string, MimeBundle>;
}

export type Cell = CodeCell | MarkdownCell | RawCell;

/** A notebook, always in the shape of nbformat 4.5 whatever minor version it was read from. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, Json>;
  nbformat: 4;
  nbformat_minor: 5;
}
