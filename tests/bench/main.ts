/**
 * The command behind `deno task bench`.
 *
 * @module
 */
import { call } from "../../lib/cli/call.ts";
import {
  type Call,
  type Command,
  Failure,
  UsageError,
} from "../../lib/cli/command.ts";
import { root } from "../../lib/cli/files.ts";

const usage = `deno task bench [--filter TEXT]
deno task bench --peers [--python PATH] [--rounds N]

Times the kernels beside other JavaScript libraries.

--filter TEXT  only the benchmarks with TEXT in their name
--peers        compare speed and accuracy with PyTorch, JAX and ONNX Runtime
               too, and write the results to notebooks/data/ and README.md;
               takes some minutes
--python PATH  a Python with these libraries (default: python3)
--rounds N     the number of measurements of each one (default: 9)`;

const bench: Command = {
  usage,
  options: {
    filter: { type: "string" },
    peers: { type: "boolean" },
    python: { type: "string" },
    rounds: { type: "string" },
  },
  run,
};

async function run(call: Call): Promise<void> {
  const { filter, peers } = call.values;
  for (const name of peers ? ["filter"] : ["python", "rounds"]) {
    if (call.values[name] === undefined) continue;
    throw new UsageError(
      `--${name} cannot go ${peers ? "with" : "without"} --peers`,
    );
  }
  // Loaded only here because it loads a lot. The task's
  // --unstable-npm-lazy-caching has Deno fetch its packages only here, too.
  if (peers) return await (await import("./peers.ts")).comparePeers(call);
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["bench", "-A", "--lock=tests/bench/deno.lock"],
      ...(filter ? ["--filter", String(filter)] : []),
      "tests/bench",
    ],
    cwd: root,
    signal: call.signal,
  }).spawn().status;
  if (!success) throw new Failure("A benchmark failed");
}

Deno.exit(await call("bench", bench, Deno.args));
