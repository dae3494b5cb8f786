/**
 * Moves places apart along a line until neighbours are a gap away from each
 * other, within the bounds if there is room.
 */
export function spread(
  places: number[],
  gap: number,
  [low, high]: [number, number],
): number[] {
  const order = [...places.keys()].sort((a, b) => places[a] - places[b]);
  const moved = [...places];
  let edge = low;
  for (const i of order) {
    moved[i] = Math.max(moved[i], edge);
    edge = moved[i] + gap;
  }
  edge = high;
  for (const i of order.reverse()) {
    moved[i] = Math.min(moved[i], edge);
    edge = moved[i] - gap;
  }
  return moved;
}
