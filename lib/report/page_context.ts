/**
 * The state that the parts of one page share.
 *
 * @module
 */

import type { MimeBundle } from "../nbformat/mod.ts";
import { Ids } from "./ids.ts";
import { NotebookStyles } from "./notebook_styles.ts";
import { COMMANDS, type Macros } from "./tex_dialect.ts";

/** A notebook that must be shown in full cannot be. The message names it and the cell. */
export class ReportError extends Error {
  /** Always "ReportError". */
  override name = "ReportError";
}

/** The state of one page while it is made. */
export class PageContext {
  readonly ids = new Ids();
  readonly styles = new NotebookStyles();
  readonly warnings = new Set<string>();
  /** TeX definitions so far, which later formulas may use. */
  readonly macros: Macros = { ...COMMANDS };
  /** The first figure, sanitised, as an SVG document. */
  firstFigure?: string;
  figures = 0;
  #prefixes = 0;

  /**
   * @param name the notebook's name in messages
   * @param strict whether a thing that cannot be shown is an error
   * @param images images beside the notebook, by path
   * @param lang the language of the notebook's text
   */
  constructor(
    readonly name: string,
    readonly strict = false,
    readonly images: Record<string, MimeBundle> = {},
    readonly lang = "en",
  ) {}

  /** A prefix for ids that no other part of the page has. */
  newPrefix(): string {
    return `o${++this.#prefixes}.`;
  }

  at(cell: number): CellContext {
    return new CellContext(this, `${this.name}, cell ${cell}`);
  }
}

/** The page's context for one cell, which its messages name. */
export class CellContext {
  constructor(
    readonly page: PageContext,
    readonly name: string,
    readonly macros: Record<string, unknown> = page.macros,
  ) {}

  /** The same, but what TeX defines there does not hold outside. */
  alone(): CellContext {
    return new CellContext(this.page, this.name, { ...this.macros });
  }

  /** Warns the author of something that does not spoil the page. */
  warn(message: string): void {
    this.page.warnings.add(`${this.name}: ${message}`);
  }

  /** Reports a picture that has no text alternative. */
  lacksAlt(picture: string): void {
    this.spoilt(
      `${picture} has no text alternative: give it one, as in ` +
        '`await show(figure, { alt: "..." })` or `![...](image.png)`',
    );
  }

  /** Reports something that a reader does not get to see: an error if the page is strict, else a warning. */
  spoilt(message: string): void {
    if (this.page.strict) throw new ReportError(`${this.name}: ${message}`);
    this.warn(message);
  }

  /** Makes a part of the page. Where that cannot be, reports it and returns nothing. */
  attempt<T>(part: string, make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      if (error instanceof ReportError) throw error;
      const { message } = error as Error;
      const why = /call stack/.test(message) ? "it is too deep" : message;
      this.spoilt(`cannot show ${part}: ${why}`);
    }
  }
}
