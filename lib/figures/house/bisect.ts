/**
 * Finds the place up to which a condition holds: an interval around it, 2^-60 as
 * long as the first or as short as numbers allow. The condition holds at its lower
 * end, and not at its upper one.
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
