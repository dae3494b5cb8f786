/**
 * Node.js and Bun, as npm packages that hold nothing but the program. They are
 * kept out of the project's lock for the reason given in playwright_core.ts.
 *
 * @module
 */

import { arch, platform } from "node:process";
import { fileURLToPath } from "node:url";

const NODE = `node-${platform}-${arch}@24.22.3`;
const BUN = `@oven/bun-${platform}-${
  arch === "arm64" ? "aarch64" : arch
}@1.4.5`;

/** The path of Node.js 24. */
export function node(): Promise<string> {
  return find(NODE, "bin/node");
}

/** The path of Bun. */
export function bun(): Promise<string> {
  return find(BUN, "bin/bun");
}

async function find(name: string, path: string): Promise<string> {
  const manifest = `npm:${name}/package.json`;
  await import(manifest, { with: { type: "json" } }); // downloads it, so that it has a path
  return fileURLToPath(new URL(path, import.meta.resolve(manifest)));
}
