/** Fails, for the notebook of a test. */
export async function crash(): Promise<void> {
  await Promise.resolve();
  if (Date.now() > 0) {
    throw new Error("crashed");
  }
}
