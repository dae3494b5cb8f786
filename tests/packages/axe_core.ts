/**
 * The part of axe-core that the tests use. It is kept out of the project's
 * lock, as playwright-core is.
 *
 * @module
 */

const NAME = "npm:axe-core@4.14.1";

interface Axe {
  /** The script that a page runs to have `axe`. */
  source: string;
  run(
    options?: {
      preload: boolean;
      resultTypes: ["violations"];
      rules: Record<string, { enabled: boolean }>;
    },
  ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

const { default: axe }: { default: Axe } = await import(NAME);
export default axe;
