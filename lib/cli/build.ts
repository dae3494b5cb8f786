import { join } from "node:path";
import { type Call, type Command, Failure } from "./command.ts";
import { deno } from "./deno.ts";
import { root } from "./files.ts";

const usage = `deno task build [--check]

Compiles the kernels in lib/kernels/simd/assembly to WebAssembly, into
lib/kernels/simd/kernels.wasm.

--check  write nothing; fail if the committed file is not what a build gives`;

const FOLDER = join(root, "lib/kernels/simd");
const NAME = "kernels.wasm";

// Run by its name and with its own lock, and imported nowhere: Deno fetches all
// that the project's lock has for every command.
const COMPILER = "npm:assemblyscript@0.28.20/asc";

/** `deno task build`: the compiled kernels are those of their source. */
export const build: Command = {
  usage,
  options: { check: { type: "boolean" } },
  run,
};

async function run({ values, signal }: Call): Promise<void> {
  const built = await compile(signal);
  const file = join(FOLDER, NAME);
  const committed = await Deno.readFile(file).catch(() => new Uint8Array());
  const isCurrent = built.length === committed.length &&
    built.every((byte, i) => byte === committed[i]);
  if (values.check && !isCurrent) {
    throw new Failure(
      `${NAME} is not what its source compiles to. Run \`deno task build\`.`,
    );
  }
  if (!isCurrent) await Deno.writeFile(file, built);
  console.log(
    `${NAME} ${isCurrent ? "is current" : "written"}, ${built.length} bytes`,
  );
}

/**
 * The kernels' WebAssembly.
 *
 * @throws {Failure} with what the compiler said
 */
async function compile(signal: AbortSignal): Promise<Uint8Array> {
  const folder = await Deno.makeTempDir({ prefix: "lab-build-" });
  try {
    const file = join(folder, NAME);
    const lock = join(FOLDER, "deno.lock");
    const { success, output } = await deno(
      [
        ...["run", "-A", "--quiet", "--no-config", "--lock", lock, COMPILER],
        "job.ts",
        ...["--baseDir", join(FOLDER, "assembly")],
        ...["--outFile", file],
        ...["--runtime", "stub"],
        // The memory comes from instance.ts, which says how large it may become.
        ...["--importMemory", "--sharedMemory"],
        ...["--initialMemory", "1", "--maximumMemory", "65536"],
        ...["--enable", "simd,relaxed-simd,threads"],
        ...["--optimizeLevel", "3", "--converge", "--noAssert"],
      ],
      { cwd: FOLDER, signal },
    );
    if (!success) throw new Failure(output.trim());
    return await Deno.readFile(file);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
