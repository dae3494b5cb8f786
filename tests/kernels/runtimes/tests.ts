/**
 * A stand-in for Deno.test where there is no Deno: the tests that were registered.
 *
 * @module
 */

export const tests: { name: string; fn: () => void }[] = [];

if (!("Deno" in globalThis)) {
  const test = (name: string, fn: () => void) => tests.push({ name, fn });
  Object.assign(globalThis, { Deno: { test } });
}
