import asc from "assemblyscript/asc";
import { join } from "node:path";
import { type Call, type Command, Failure } from "./command.ts";
import { root } from "./files.ts";

const usage = `deno task build [--check]

Compiles the kernels in lib/kernels/simd/assembly to WebAssembly, into
lib/kernels/simd/kernels.wasm.

--check  write nothing; fail if the committed file is not what a build gives`;

const FOLDER = join(root, "lib/kernels/simd");
const NAME = "kernels.wasm";

/** `deno task build`: the compiled kernels are those of their source. */
export const build: Command = {
  usage,
  options: { check: { type: "boolean" } },
  run,
};

async function run({ values }: Call): Promise<void> {
  const built = await compile();
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
async function compile(): Promise<Uint8Array<ArrayBuffer>> {
  let built: Uint8Array<ArrayBuffer> | undefined;
  const options = [
    ["--baseDir", join(FOLDER, "assembly")],
    ["--outFile", NAME],
    ["--runtime", "stub"],
    // The memory comes from instance.ts, which says how large it may become.
    ["--importMemory", "--sharedMemory"],
    ["--initialMemory", "1", "--maximumMemory", "65536"],
    ["--enable", "simd,relaxed-simd,threads"],
    ["--optimizeLevel", "3", "--converge", "--noAssert"],
  ].flat();
  const { error, stderr } = await asc.main(["job.ts", ...options], {
    writeFile(_name, contents) {
      built = contents as Uint8Array<ArrayBuffer>;
    },
  });
  if (error || !built) throw new Failure(`${stderr}`.trim());
  return built;
}
