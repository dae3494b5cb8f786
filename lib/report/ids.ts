/**
 * The ids of a page, to which links lead.
 *
 * @module
 */

/** Gives out each id only once. */
export class Ids {
  readonly #given = new Set<string>();
  /** The number to try next for an id that was wanted before. */
  readonly #next = new Map<string, number>();

  has(id: string): boolean {
    return this.#given.has(id);
  }

  values(): string[] {
    return [...this.#given];
  }

  /** The id wanted, or the next free one like it. */
  claim(wanted: string): string {
    let id = wanted;
    let i = this.#next.get(wanted) ?? 1;
    for (; this.#given.has(id); i++) id = `${wanted}-${i}`;
    this.#next.set(wanted, i);
    this.#given.add(id);
    return id;
  }
}

/** Text as an id in the way of code hosts: lower case, hyphens for spaces, no punctuation. */
export function slug(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}\s_-]/gu, "").trim()
    .replaceAll(/\s+/g, "-");
}
