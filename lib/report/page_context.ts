/**
 * The state that the parts of one page share while it is made.
 *
 * @module
 */

import { Ids } from "./ids.ts";
import { NotebookStyles } from "./notebook_styles.ts";

/** No faithful page can be made of the notebook. The message names it and the cell. */
export class ReportError extends Error {
  /** Always "ReportError". */
  override name = "ReportError";
}

/** Collects the state that the whole page must agree on. */
export class PageContext {
  readonly ids = new Ids();
  readonly styles = new NotebookStyles();
  readonly warnings: string[] = [];
  /** TeX definitions so far, which later formulas may use. */
  readonly macros: Record<string, unknown> = {};
  /** The first figure, sanitised, as an SVG document. */
  firstFigure?: string;
  figures = 0;
  #prefixes = 0;

  /**
   * @param name the notebook's name in messages
   * @param requireAlt whether a picture without a text alternative is an error
   */
  constructor(readonly name: string, readonly requireAlt = false) {}

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
    const text = `${this.name}: ${message}`;
    if (!this.page.warnings.includes(text)) this.page.warnings.push(text);
  }

  /** Reports a picture that has no text alternative. */
  lacksAlt(picture: string): void {
    const message = `${picture} has no text alternative: give it one, as in ` +
      '`await show(figure, { alt: "..." })` or `![...](image.png)`';
    if (this.page.requireAlt) this.fail(message);
    this.warn(message);
  }

  /** Makes a part of the page, or gives up in the name of the cell. */
  attempt<T>(make: () => T): T {
    try {
      return make();
    } catch (error) {
      if (error instanceof ReportError) throw error;
      return this.fail(`Cannot show the cell: ${(error as Error).message}`);
    }
  }

  /** Gives up on the page. */
  fail(message: string): never {
    throw new ReportError(`${this.name}: ${message}`);
  }
}
