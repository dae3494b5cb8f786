/**
 * The files that the benchmarks write to notebooks/data.
 *
 * @module
 */
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { Failure } from "../../lib/cli/command.ts";
import { deno } from "../../lib/deno/mod.ts";
import { root } from "../../lib/cli/files.ts";
import type { SpeedTiming } from "@lab/figures";
import type { FunctionName } from "./cases.ts";

/** notebooks/data/speed.json. */
export interface Speed extends Setting {
  /** The number of measurements that each number summarises. */
  rounds: number;
  timings: Timing[];
}

/** The time that a case takes one contender. */
export interface Timing extends SpeedTiming {
  function: FunctionName;
  /** Seconds of one run: the median of the rounds. */
  seconds: number;
}

/** The machine and the versions of a measurement. */
export interface Setting {
  /** The day, as 2026-11-25. */
  date: string;
  machine: { cpu: string; cores: number; memoryGB: number };
  /** Versions by name. */
  versions: Record<string, string>;
}

/** Today, this machine, and Deno with these versions of others. */
export function setting(versions: Record<string, string>): Setting {
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      cpu: cpus()[0].model.trim(),
      cores: navigator.hardwareConcurrency,
      memoryGB: Math.round(totalmem() / 2 ** 30),
    },
    versions: {
      Deno: Deno.version.deno,
      V8: Deno.version.v8,
      ...versions,
    },
  };
}

/** The path of a file of the lessons' data. */
export function dataFile(name: string): string {
  return join(root, "notebooks/data", name);
}

/** Writes data for the lessons. */
export async function writeData(
  name: string,
  data: Setting,
  signal: AbortSignal,
): Promise<void> {
  const text = await formatted(JSON.stringify(data), "json", signal);
  await Deno.writeTextFile(dataFile(name), text);
}

/** Formats a text as `deno fmt` does. */
export async function formatted(
  input: string,
  extension: string,
  signal: AbortSignal,
): Promise<string> {
  const options = { cwd: root, input, signal };
  const { success, output } = await deno(
    ["fmt", "--ext", extension, "-"],
    options,
  );
  if (!success) throw new Failure(output);
  return output;
}
