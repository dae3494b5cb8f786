/**
 * One page in the making: what its parts must agree on.
 *
 * @module
 */

import { ReportError } from "./error.ts";
import { scopeSheet } from "./css.ts";

/** The parts' shared state. */
export class Draft {
  readonly ids = new Ids();
  readonly styles = new Styles();
  readonly warnings: string[] = [];
  /** TeX definitions made so far, which later formulas may use. */
  readonly macros: Record<string, unknown> = {};
  /** The first figure, sanitised, as an SVG document. */
  firstFigure?: string;
  figures = 0;
  #scopes = 0;

  /**
   * @param name what messages call the notebook
   * @param requireAlt whether a picture without a text alternative ends the page
   */
  constructor(readonly name: string, readonly requireAlt = false) {}

  /** A prefix that no other part's ids have. */
  newPrefix(): string {
    return `o${++this.#scopes}.`;
  }

  /** A part of the page whose messages name the cell. */
  at(cell: number): Place {
    return new Place(this, `${this.name}, cell ${cell}`);
  }
}

/** Where in the notebook a part of the page comes from. */
export class Place {
  constructor(readonly draft: Draft, readonly name: string) {}

  /** Says something that the author should know and that spoils no page. */
  warn(message: string): void {
    const text = `${this.name}: ${message}`;
    if (!this.draft.warnings.includes(text)) this.draft.warnings.push(text);
  }

  /** Says that a picture has no text alternative, which an author owes the readers. */
  lacksAlt(picture: string): void {
    const message = `${picture} has no text alternative: give it one, as in ` +
      '`await show(figure, { alt: "..." })` or `![...](image.png)`';
    if (this.draft.requireAlt) this.fail(message);
    this.warn(message);
  }

  /** Ends the page: no faithful one can be made. */
  fail(message: string): never {
    throw new ReportError(`${this.name}: ${message}`);
  }
}

/** The ids of a page, each given once. */
class Ids {
  readonly #given = new Set<string>();

  has(id: string): boolean {
    return this.#given.has(id);
  }

  values(): string[] {
    return [...this.#given];
  }

  /** The id wanted, or the next free one like it. */
  claim(wanted: string): string {
    let id = wanted;
    for (let i = 1; this.#given.has(id); i++) id = `${wanted}-${i}`;
    this.#given.add(id);
    return id;
  }
}

/** The styles that came with the notebook, each written once. */
export class Styles {
  readonly #sheets = new Map<string, { scope: string; css: string }>();
  readonly #declarations = new Map<string, string>();

  /** The class for the element that the sheet shall apply within. */
  scope(sheet: string): string {
    let entry = this.#sheets.get(sheet);
    if (!entry) {
      const scope = `c${this.#sheets.size + 1}`;
      entry = { scope, css: scopeSheet(sheet, scope) };
      this.#sheets.set(sheet, entry);
    }
    return entry.scope;
  }

  /** The class that stands for a style attribute. */
  declare(declarations: string): string {
    let name = this.#declarations.get(declarations);
    if (!name) {
      name = `s${this.#declarations.size + 1}`;
      this.#declarations.set(declarations, name);
    }
    return name;
  }

  /** All of them; style attributes win over style sheets, and both over the page's own layer. */
  toString(): string {
    const sheets = [...this.#sheets.values()].map(({ css }) => css).join("\n");
    const rules = [...this.#declarations].map(([css, name]) =>
      `.${name}{${css}}`
    );
    return [...(sheets ? [`@layer output{\n${sheets}\n}`] : []), ...rules]
      .join("\n");
  }
}

/** Text as an id: lower case, hyphens for spaces, no punctuation, as code hosts make it. */
export function slug(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}\s_-]/gu, "").trim()
    .replaceAll(/\s+/g, "-");
}

/** A link's fragment as the id it means. */
export function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
