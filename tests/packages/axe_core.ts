/**
 * The part of axe-core that the tests use. It is kept out of the project's lock
 * for the reason given in playwright_core.ts.
 *
 * @module
 */

const NAME = "npm:axe-core@4.14.1";

interface Axe {
  /** The script that defines `axe` in a page. */
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
