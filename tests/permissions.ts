/**
 * Tests that need permissions run where they were given and are reported as
 * ignored, with the reason in their name, where they were not.
 *
 * @module
 */

/**
 * Registers a test that needs permissions. Without one of them the test is
 * ignored, and its name ends with the missing flags.
 *
 * @param name the test's name
 * @param needs the permissions, as `Deno.permissions` describes them
 * @param fn the test
 */
export function testWith(
  name: string,
  needs: Deno.PermissionDescriptor[],
  fn: (t: Deno.TestContext) => void | Promise<void>,
): void {
  const missing = needs.filter((need) =>
    Deno.permissions.querySync(need).state !== "granted"
  );
  const reason = missing.map((need) => `--allow-${need.name}`).join(" ");
  Deno.test({
    name: missing.length ? `${name} (ignored: needs ${reason})` : name,
    ignore: missing.length > 0,
    fn,
  });
}
