/** Waits for a promise, but no longer than this. Returns whether it resolved in time. */
export async function within(
  milliseconds: number,
  promise: Promise<unknown>,
): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const came = await Promise.race([promise.then(() => true), enough]);
  clearTimeout(timer);
  return came;
}
