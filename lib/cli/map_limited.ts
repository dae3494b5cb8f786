/** Maps items to results, at most `limit` at a time. The results are in the order of the items. */
export async function mapLimited<T, R>(
  limit: number,
  items: T[],
  make: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries(); // shared, so that each item is taken once
  await Promise.all(Array.from({ length: limit }, async () => {
    for (const [i, item] of rest) results[i] = await make(item);
  }));
  return results;
}
