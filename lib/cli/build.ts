import { join } from "node:path";
import { type Call, type Command, Failure } from "./command.ts";
import { deno } from "../deno/mod.ts";
import { root } from "./files.ts";

const usage = `deno task build [--check]

Compiles the kernels of lib/kernels/simd/assembly to WebAssembly and writes
lib/kernels/simd/kernels.ts, a module that every runtime can import.

--check  write nothing; fail if a build would change the file`;

const FOLDER = join(root, "lib/kernels/simd");
const NAME = "kernels.ts";

// The compiler has its own lock and is not imported, because Deno fetches every
// package in the project's lock for every command.
const COMPILER = "npm:assemblyscript@0.28.20/asc";

/** `deno task build`: compiles the kernels. */
export const build: Command = {
  usage,
  options: { check: { type: "boolean" } },
  run,
};

async function run({ values, signal }: Call): Promise<void> {
  const built = await compile("job.ts", [
    // instance.ts makes the memory and limits its size.
    ...["--importMemory", "--sharedMemory"],
    ...["--initialMemory", "1", "--maximumMemory", "65536"],
  ], signal);
  const file = join(FOLDER, NAME);
  const text = `// Written by \`deno task build\`.

/** The kernels of assembly/, compiled to WebAssembly, in hexadecimal, which gzip makes smaller than base64. */
export const hex: string =
  "${built.toHex()}";
`;
  const isCurrent = text === await Deno.readTextFile(file).catch(() => "");
  if (values.check && !isCurrent) {
    throw new Failure(
      `${NAME} is not up to date with its source. Run \`deno task build\`.`,
    );
  }
  if (!isCurrent) await Deno.writeTextFile(file, text);
  console.log(
    `${NAME} ${isCurrent ? "is up to date" : "written"}, ${built.length} bytes`,
  );
}

/**
 * Compiles the kernels, or another program of their functions.
 *
 * @param entry the program's file, from lib/kernels/simd/assembly
 * @param memory options of the compiler
 * @throws {Failure} with the output of the compiler
 */
export async function compile(
  entry: string,
  memory: string[],
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await Deno.makeTempDir({ prefix: "lab-build-" });
  try {
    const file = join(folder, "kernels.wasm");
    const lock = join(FOLDER, "deno.lock");
    const { success, output } = await deno(
      [
        ...["run", "-A", "--quiet", "--no-config", "--lock", lock, COMPILER],
        entry,
        ...["--baseDir", join(FOLDER, "assembly")],
        ...["--outFile", file],
        ...["--runtime", "stub"],
        ...memory,
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
