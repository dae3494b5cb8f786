/**
 * The notebook format, nbformat 4.5: https://nbformat.readthedocs.io/en/latest/format_description.html
 *
 * In memory a text of several lines is one string; in a file it is an array of lines.
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

/** Several representations of one value, by MIME type. A JSON type holds the value itself, any other type a string. */
export type MimeBundle = Record<string, Json>;

/** Text that a cell printed. */
export interface StreamOutput {
  /** Marks a stream. */
  output_type: "stream";
  /** The stream that the cell printed to: "stdout", "stderr", or another in some kernels. */
  name: string;
  /** The text as the kernel sent it, control characters included. */
  text: string;
}

/** Something that a cell displayed. */
export interface DisplayOutput {
  /** Marks a display. */
  output_type: "display_data";
  /** The representations of the thing that was displayed. */
  data: MimeBundle;
  /** More about it, such as the size of an image. */
  metadata: Record<string, Json>;
}

/** The value of a cell's last expression. */
export interface ResultOutput {
  /** Marks a result. */
  output_type: "execute_result";
  /** The execution count of the cell. */
  execution_count: number | null;
  /** The representations of the value. */
  data: MimeBundle;
  /** More about it. */
  metadata: Record<string, Json>;
}

/** An exception that ended a cell. */
export interface ErrorOutput {
  /** Marks an error. */
  output_type: "error";
  /** The exception's class. */
  ename: string;
  /** The exception's message. */
  evalue: string;
  /** The trace's lines, often with ANSI colours. */
  traceback: string[];
}

/** Anything that a cell shows. */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** The members that all cells have. */
export interface BaseCell {
  /** 1 to 64 characters of A-Z, a-z, 0-9, - and _; unique in the notebook. */
  id: string;
  /** Programs' notes about the cell; its tags are in `tags`. */
  metadata: Record<string, Json>;
  /** The cell's text. */
  source: string;
}

/** A cell of code. */
export interface CodeCell extends BaseCell {
  /** Marks a code cell. */
  cell_type: "code";
  /** When it ran, counted from 1; null if it has not. */
  execution_count: number | null;
  /** Its outputs, in order. */
  outputs: Output[];
}

/** A cell of Markdown. */
export interface MarkdownCell extends BaseCell {
  /** Marks a Markdown cell. */
  cell_type: "markdown";
  /** Files pasted into the cell, by name. */
  attachments?: Record<string, MimeBundle>;
}

/** A cell that is meant for a converter. */
export interface RawCell extends BaseCell {
  /** Marks a raw cell. */
  cell_type: "raw";
  /** Files pasted into the cell, by name. */
  attachments?: Record<string, MimeBundle>;
}

/** A cell of any type. */
export type Cell = CodeCell | MarkdownCell | RawCell;

/** A notebook. It has the shape of nbformat 4.5, whatever version it was read from. */
export interface Notebook {
  /** The cells, in order. */
  cells: Cell[];
  /** Programs' notes about the notebook, such as its kernel and language. */
  metadata: Record<string, Json>;
  /** The format's major version. */
  nbformat: 4;
  /** The format's minor version: 5, or a later one that the file has. */
  nbformat_minor: number;
}
