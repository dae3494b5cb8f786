/**
 * Halves an interval until it is 2^-60 of its length, or as short as numbers allow:
 * what is below the place holds at its lower end, and not at its upper one.
 */
export function bisect(
  [low, high]: [number, number],
  isBelow: (middle: number) => boolean,
): [low: number, high: number] {
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return [low, high];
}
