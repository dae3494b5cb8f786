/** The classes to draw of many: those that must be there and the likeliest, in their order. */
export function likeliest(
  p: ArrayLike<number>,
  most: number,
  always: number[] = [],
): number[] {
  const order = [...Array(p.length).keys()].sort((a, b) => p[b] - p[a]);
  return [...new Set([...always, ...order])].slice(0, most)
    .sort((a, b) => a - b);
}

/** The end of a subtitle that counts the classes, if not all are drawn. */
export function ofAll(drawn: number, all: number): string {
  return drawn < all ? `; ${drawn} of ${all} classes` : "";
}
