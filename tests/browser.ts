/**
 * Chromium for tests that look at a page as a reader does.
 *
 * @module
 */

import { type Browser, launch } from "playwright-core";
import { testWith } from "./permissions.ts";

/** The places where Chromium may be, unless `CHROMIUM` names it. The first that exists is used. */
const PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** A browser test starts a program and talks to it. */
const NEEDS: Deno.PermissionDescriptor[] = [
  { name: "read" },
  { name: "write" },
  { name: "env" },
  { name: "run" },
  { name: "net" },
  { name: "sys" },
];

function findBrowser(): string | undefined {
  return findProgram("CHROMIUM", PATHS);
}

/** The path of a program: the one that the variable names, else one of the paths; undefined if no file is there. */
export function findProgram(
  variable: string,
  paths: string[],
): string | undefined {
  const named = Deno.env.get(variable);
  return (named ? [named] : paths).find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

/** Starts the browser without a window and without network traffic of its own. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) {
    throw new Error(
      "Cannot start a browser: need Chromium or Chrome installed, or its path in CHROMIUM",
    );
  }
  return await launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** The browser that the tests of a file share, once one of them has needed it. */
let shared: Browser | undefined;
Deno.test.afterAll(() => shared?.close());

/**
 * Registers a test that drives a browser. It is ignored, with the reason in its
 * name, if a permission or the browser is missing, and outside `deno task test`,
 * whose lock has playwright-core. In CI a missing browser makes it fail.
 */
export function browserTest(
  name: string,
  fn: (browser: Browser, t: Deno.TestContext) => Promise<void>,
): void {
  testIn("Chromium", findBrowser, name, async (t) => {
    shared ??= await launchBrowser();
    try {
      await fn(shared, t);
    } finally {
      for (const context of shared.contexts()) await context.close();
    }
  });
}

/**
 * Registers a test that starts a program itself, such as another browser. It is
 * ignored in the same cases as one of browserTest().
 *
 * @param program the program's name
 * @param find finds its path, if it is on this machine
 */
export function testIn(
  program: string,
  find: () => string | undefined,
  name: string,
  fn: (t: Deno.TestContext) => Promise<void>,
): void {
  const reason = whyIgnored(program, find);
  if (!reason) return testWith(name, NEEDS, fn);
  Deno.test({ name: `${name} (ignored: ${reason})`, ignore: true, fn() {} });
}

/** Why tests that start a program cannot run although they have their permissions; undefined if they can. */
function whyIgnored(
  program: string,
  find: () => string | undefined,
): string | undefined {
  const granted = NEEDS.every((need) =>
    Deno.permissions.querySync(need).state === "granted"
  );
  if (!granted) return undefined;
  if (Deno.env.get("LAB_BROWSER") !== "true") return "needs `deno task test`";
  if (Deno.env.get("CI") === "true" || find()) return undefined;
  return `needs ${program}`;
}
