/**
 * The ids of a page, to which links lead.
 *
 * @module
 */

/** The ids of a page, each given once. */
export class Ids {
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
