/**
 * Renames the ids in a figure's markup after what is drawn, so that the same figure
 * is always the same text: Plot counts them through the life of a program.
 */
export function renameIds(markup: string): string {
  const places = new Map<string, number>();
  for (const [, id] of markup.matchAll(/ id="([^"]+)"/g)) {
    places.set(id, places.size);
  }
  const rename = (prefix: string) =>
    markup.replace(
      /(id="|url\(#|href="#)([^")]+)/g,
      (all, before, id) =>
        places.has(id) ? `${before}${prefix}-${places.get(id)}` : all,
    );
  return places.size ? rename(`lab-${hash(rename("lab"))}`) : markup;
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
export function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  }
  return value.toString(36);
}
