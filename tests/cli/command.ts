/**
 * The commands as a user calls them: real processes in folders of their own.
 *
 * @module
 */
import { join } from "node:path";
import type { Exported, ExportOptions } from "../../lib/cli/export.ts";
import { explanation, Failure } from "../../lib/cli/command.ts";
import { displayPath } from "../../lib/cli/files.ts";
import { Renderer } from "../../lib/cli/renderer.ts";
import { testWith } from "../permissions.ts";

/** The project's folder. */
export const root = join(import.meta.dirname!, "../..");

/** The cache of the commands, in the folder of each test. */
const CACHE = ".cache";

/** The permissions that it takes to run the commands. */
export const needs: Deno.PermissionDescriptor[] = [
  ...[{ name: "run" }, { name: "read" }, { name: "write" }] as const,
  ...[{ name: "env" }, { name: "net" }] as const,
];

/** Registers a test of the commands. */
export function test(name: string, fn: () => void | Promise<void>): void {
  testWith(name, needs, fn);
}

/** Starts a command as if the user had called it in the folder. */
export function start(
  folder: string,
  args: string[],
  env: Record<string, string> = {},
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(root, "lib/cli/main.ts"), ...args],
    cwd: root,
    env: {
      INIT_CWD: folder,
      NO_COLOR: "1",
      LAB_CACHE: join(folder, CACHE),
      ...env,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs a command to its end. */
export async function command(
  folder: string,
  args: string[],
  env?: Record<string, string>,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await start(folder, args, env).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/**
 * Does the work of a command in this process, which takes a fraction of the
 * time. What it says names files as if the user had called it in the folder.
 *
 * @returns the result, and the text that was printed
 * @throws {Failure} with the text that the command prints for an error
 */
export async function inside<T>(folder: Folder, work: () => Promise<T>) {
  const printed: string[] = [];
  const { log, error } = console;
  console.log = console.error = (text) => printed.push(text);
  const local = (text: string) =>
    text.replaceAll(`${displayPath(folder.path)}/`, "");
  try {
    const result = await work();
    return { result, said: local(printed.join("\n")) };
  } catch (error) {
    throw new Failure(local(explanation(error)));
  } finally {
    Object.assign(console, { log, error });
  }
}

/** Exports notebooks of a folder to its folder out, in this process. */
export async function exported(
  folder: Folder,
  args: string[] = ["."],
  options: Partial<ExportOptions> = {},
): Promise<Exported & { said: string }> {
  // Loading it needs a permission.
  const { exportReports } = await import("../../lib/cli/export.ts");
  const { result, said } = await inside(
    folder,
    () =>
      exportReports(args.map((name) => name && join(folder.path, name)), {
        out: join(folder.path, "out"),
        ...{ execute: true, check: false, write: true, keepGoing: false },
        ...{ jobs: 2, timeoutSeconds: 60, renderer },
        signal: new AbortController().signal,
        ...options,
      }),
  );
  return { ...result, said };
}

/** Calls `deno task notebooks` in this process. Returns the text that it printed. */
export async function notebooks(
  folder: Folder,
  args: string[],
  values: Record<string, unknown> = {},
): Promise<string> {
  const { notebooks } = await import("../../lib/cli/notebooks.ts");
  const { said } = await inside(folder, () =>
    notebooks.run({
      values,
      args: args.map((name) => join(folder.path, name)),
      signal: new AbortController().signal,
    }));
  return said;
}

/** One for all exports of a file of tests. It ends with them. */
const renderer = new Renderer();

/** A folder with files, gone when the test is over. */
export class Folder implements Disposable {
  readonly path = Deno.realPathSync(
    Deno.makeTempDirSync({ prefix: "lab-test-" }),
  );

  constructor(files: Record<string, string> = {}) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    Deno.mkdirSync(join(this.path, name, ".."), { recursive: true });
    Deno.writeTextFileSync(join(this.path, name), text);
  }

  read(name: string): string {
    return Deno.readTextFileSync(join(this.path, name));
  }

  /** All files below the folder, or below a folder in it, with their contents, and all empty folders, without the cache. */
  files(below = ""): Record<string, string> {
    const files: Record<string, string> = {};
    for (
      const { name, isDirectory } of Deno.readDirSync(join(this.path, below))
    ) {
      if (name === CACHE) continue;
      const path = below ? `${below}/${name}` : name;
      if (!isDirectory) files[path] = this.read(path);
      else {
        const inner = this.files(path);
        const isEmpty = Object.keys(inner).length === 0;
        Object.assign(files, isEmpty ? { [`${path}/`]: "" } : inner);
      }
    }
    return files;
  }

  [Symbol.dispose]() {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** The folder of Deno's downloads, which is in the user's home. */
export function denoDir(): string {
  const { stdout } = new Deno.Command(Deno.execPath(), {
    args: ["info", "--json"],
  }).outputSync();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

/** Copies a file, or a folder and everything in it. */
export async function copy(from: string, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) {
    await Deno.mkdir(join(to, ".."), { recursive: true });
    return await Deno.copyFile(from, to);
  }
  for await (const { name } of Deno.readDir(from)) {
    if (name.startsWith(".lab-")) continue; // a command at work there removes it soon
    await copy(join(from, name), join(to, name));
  }
}

/** A code cell, or a Markdown cell if its source starts with #, or a cell with fields of its own. */
export type CellDraft = string | { source: string; [field: string]: unknown };

/** The text of a notebook with these cells. */
export function notebook(
  cells: CellDraft[],
  metadata: unknown = {
    kernelspec: { display_name: "Deno", language: "typescript", name: "deno" },
    language_info: { file_extension: ".ts", name: "typescript" },
  },
): string {
  const full = cells.map((draft, i) => {
    const fields = typeof draft === "string" ? { source: draft } : draft;
    return fields.source.startsWith("#")
      ? { cell_type: "markdown", id: `cell-${i + 1}`, metadata: {}, ...fields }
      : {
        cell_type: "code",
        execution_count: null,
        id: `cell-${i + 1}`,
        metadata: {},
        outputs: [],
        ...fields,
      };
  });
  return JSON.stringify(
    { cells: full, metadata, nbformat: 4, nbformat_minor: 5 },
    null,
    1,
  ) + "\n";
}
