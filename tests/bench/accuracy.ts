/**
 * The error of our results and of others' against exact values.
 *
 * @module
 */
import {
  type Exact,
  type ExactRow,
  logitsOf,
  relativeError,
  rows,
  ulps,
} from "../kernels/reference/exact.ts";
import type { Batch, Case, FunctionName } from "./cases.ts";
import type { Racer } from "./racer.ts";
import type { Setting } from "./results.ts";

/** notebooks/data/accuracy.json. */
export interface Accuracy extends Setting {
  errors: {
    contender: string;
    function: FunctionName;
    dtype: Case["dtype"];
    regimes: WorstError[];
  }[];
}

/** The largest error in rows of one kind. */
interface WorstError {
  /** The kind, by its name in the table of exact values. */
  regime: string;
  /** The number of results that were compared. */
  values: number;
  /** In units in the last place; "Infinity" if a result was not a number. */
  ulps: number | "Infinity";
  /** For losses: relative to the exact loss. */
  relative?: number | "Infinity";
}

/** A result and its exact value. */
interface Compared {
  function: FunctionName;
  actual: number;
  exact: Exact;
}

/** A row of the table that every library can compute. */
type Row = ExactRow & { dtype: Case["dtype"] };

/** Measures all functions on the rows of the table, one at a time. */
export async function measureAccuracy(
  racers: Racer[],
  signal: AbortSignal,
): Promise<Accuracy["errors"]> {
  const all = new Map<string, Accuracy["errors"][number]>();
  for (const racer of racers) {
    for (const row of rows.filter(isForAll)) {
      signal.throwIfAborted();
      for await (const compared of results(racer, row)) {
        const key = {
          contender: racer.name,
          function: compared.function,
          dtype: row.dtype,
        };
        const name = Object.values(key).join();
        if (!all.has(name)) all.set(name, { ...key, regimes: [] });
        include(all.get(name)!.regimes, errorOf(row, compared));
      }
    }
  }
  return [...all.values()];
}

/** Counts an error. */
function include(regimes: WorstError[], error: WorstError): void {
  const k = regimes.findIndex(({ regime }) => regime === error.regime);
  if (k < 0) regimes.push(error);
  else regimes[k] = larger(regimes[k], error);
}

function isForAll(row: ExactRow): row is Row {
  return row.dtype !== "float16" && row.temperature === 1;
}

/** The results of one library for a row. */
async function* results(racer: Racer, row: Row): AsyncGenerator<Compared> {
  const data = logitsOf(row) as Batch["data"];
  const compute = async (name: FunctionName, target: number) => {
    const shape = { rows: 1, cols: data.length };
    const what = { function: name, ...shape, dtype: row.dtype };
    if (!racer.computes(what)) return {};
    const targets = Int32Array.of(target);
    const batch = { data, ...shape, targets };
    const prepared = await racer.prepare(what, batch);
    const { loss, values } = await prepared.results(row.at);
    await prepared.forget();
    return { loss, values };
  };
  for (const name of ["softmax", "logSoftmax"] as const) {
    const { values } = await compute(name, 0);
    if (values) yield* compare(name, values, row[name]);
  }
  for (const [n, y] of row.targets?.entries() ?? []) {
    const { loss } = await compute("crossEntropy", y);
    if (loss !== undefined) {
      yield* compare("crossEntropy", [loss], [row.crossEntropy![n]]);
    }
    const { values } = await compute("crossEntropyWithGrad", y);
    const exact = row.at.map((j, k) =>
      j === y ? row.gradAtTarget![n] : row.softmax[k]
    );
    if (values) yield* compare("crossEntropyWithGrad", values, exact);
  }
}

function* compare(
  name: FunctionName,
  values: ArrayLike<number>,
  exact: Exact[],
): Generator<Compared> {
  for (const [k, value] of exact.entries()) {
    yield { function: name, actual: values[k], exact: value };
  }
}

function errorOf(
  { dtype, regime }: Row,
  { function: of, actual, exact }: Compared,
): WorstError {
  return {
    regime,
    values: 1,
    ulps: rounded(ulps(actual, exact, dtype)),
    ...of === "crossEntropy" &&
      { relative: rounded(relativeError(actual, exact, dtype)) },
  };
}

/** Merges two errors of the same kind. */
function larger(a: WorstError, b: WorstError): WorstError {
  const most = (x: WorstError["ulps"], y: WorstError["ulps"]) =>
    Number(x) > Number(y) ? x : y;
  return {
    ...a,
    values: a.values + b.values,
    ulps: most(a.ulps, b.ulps),
    ...a.relative !== undefined &&
      { relative: most(a.relative, b.relative!) },
  };
}

/** A number that JSON can hold. */
function rounded(error: number): WorstError["ulps"] {
  return Number.isFinite(error) ? Number(error.toPrecision(3)) : "Infinity";
}
