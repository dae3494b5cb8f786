/**
 * `deno task bench --peers`: our kernels, PyTorch, JAX and ONNX Runtime in turn.
 *
 * @module
 */
import { type Call, Failure, UsageError } from "../../lib/cli/command.ts";
import { duration } from "../../lib/cli/phrases.ts";
import { type Accuracy, measureAccuracy } from "./accuracy.ts";
import { Handover } from "./handover.ts";
import { contenders, contendersOfPackages } from "./contenders.ts";
import { ours } from "./ours.ts";
import { MissingPackage, Peer } from "./peer.ts";
import { plain } from "./plain.ts";
import { racer } from "./racer.ts";
import { setting, type Speed, writeData } from "./results.ts";
import { setups } from "./setups.ts";
import { measureSpeed } from "./speed.ts";
import { speedTables, writeTables } from "./speed_table.ts";

/** Compares with the peers and saves the results. */
export async function comparePeers({ values, signal }: Call): Promise<void> {
  const python = String(values.python ?? "python3");
  const rounds = Number(values.rounds ?? 9);
  if (!(Number.isInteger(rounds) && rounds >= 1)) {
    throw new UsageError(
      `--rounds needs a whole number of at least 1, got "${values.rounds}"`,
    );
  }
  const start = performance.now();
  using handover = new Handover();
  await using stack = new AsyncDisposableStack();
  const peers = await startPeers(python, handover, stack);
  const ofPackages = await contendersOfPackages();
  const racers = [...[...contenders, ...ofPackages].map(racer), ...peers]
    // Several threads last, because they may keep running for a while.
    .sort((a, b) => a.threads - b.threads);
  const where = setting(Object.fromEntries([
    ...peers.map(({ library, version }) => [library, version]),
    ...ofPackages.map(({ name, version }) => [name, version]),
  ]));
  const others = [ours, plain, ...ofPackages].map(racer);
  const accurate = [...others, ...peers.filter(isDefault)];
  console.log("accuracy");
  const errors = await measureAccuracy(accurate, signal);
  const accuracy: Accuracy = { ...where, errors };
  await writeData("accuracy.json", accuracy, signal);
  const timings = await measureSpeed(racers, rounds, signal);
  const speed: Speed = { ...where, rounds, timings };
  await writeData("speed.json", speed, signal);
  await writeTables(speed, signal);
  console.log(`\n${speedTables(speed)}`);
  console.log(`Took ${duration(performance.now() - start)}`);
}

/** Whether it is a library with its usual settings. */
function isDefault({ name, library }: Peer): boolean {
  return name === library;
}

/**
 * Starts all peers.
 *
 * @throws {Failure} when packages are missing, naming all of them
 */
async function startPeers(
  python: string,
  handover: Handover,
  stack: AsyncDisposableStack,
): Promise<Peer[]> {
  const peers: Peer[] = [];
  const missing = new Set<string>();
  for (const setup of setups) {
    try {
      peers.push(stack.use(await Peer.start(python, setup, handover)));
    } catch (error) {
      if (!(error instanceof MissingPackage)) throw error;
      missing.add(error.missing);
    }
  }
  if (missing.size) {
    const names = [...missing].join(" ");
    throw new Failure(
      `${python} lacks packages. Install them with ` +
        `\`${python} -m pip install ${names}\`, or name another Python ` +
        "with --python PATH.",
    );
  }
  return peers;
}
