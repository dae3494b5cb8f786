/**
 * Collects the styles that come with a notebook.
 *
 * @module
 */

import { scopeSheet } from "./scope_css.ts";

/** Gives each sheet and each style attribute a class, and writes each once. */
export class NotebookStyles {
  readonly #sheets = new Map<string, { scope: string; css: string }>();
  readonly #declarations = new Map<string, string>();

  /** The class of the element within which the sheet applies. */
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

  /** All as CSS. Style attributes win over style sheets, and both over the page's own layer. */
  toString(): string {
    const sheets = [...this.#sheets.values()].map(({ css }) => css).join("\n");
    const rules = [...this.#declarations].map(([css, name]) =>
      `.${name}{${css}}`
    );
    return [...(sheets ? [`@layer output{\n${sheets}\n}`] : []), ...rules]
      .join("\n");
  }
}
