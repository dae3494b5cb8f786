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

/** The error of one result. */
interface Measured {
  contender: string;
  function: FunctionName;
  dtype: Case["dtype"];
  regime: string;
  ulps: number;
  relative: number;
}

/** A row of the table that every library can compute. */
type Row = ExactRow & { dtype: Case["dtype"] };

/** Measures all functions on the rows of the table, one at a time. */
export async function measureAccuracy(
  racers: Racer[],
  signal: AbortSignal,
): Promise<Accuracy["errors"]> {
  const measured: Measured[] = [];
  for (const racer of racers) {
    for (const row of rows.filter(isForAll)) {
      signal.throwIfAborted();
      for await (const error of errorsOf(racer, row)) measured.push(error);
    }
  }
  return groupsOf(
    measured,
    ({ contender, function: of, dtype }) => `${contender} ${of} ${dtype}`,
  ).map((group) => {
    const [{ contender, function: of, dtype }] = group;
    const regimes = groupsOf(group, ({ regime }) => regime).map(worst);
    return { contender, function: of, dtype, regimes };
  });
}

function groupsOf<T>(all: T[], keyOf: (one: T) => string): T[][] {
  return [...Map.groupBy(all, keyOf).values()];
}

function isForAll(row: ExactRow): row is Row {
  return row.dtype !== "float16" && row.temperature === 1;
}

/** The errors of one library for a row. */
async function* errorsOf(racer: Racer, row: Row): AsyncGenerator<Measured> {
  const { dtype, regime } = row;
  const data = logitsOf(row) as Batch["data"];
  const compute = async (name: FunctionName, target: number) => {
    const shape = { rows: 1, cols: data.length };
    const what = { function: name, ...shape, dtype };
    if (!racer.computes(what)) return {};
    const targets = Int32Array.of(target);
    const prepared = await racer.prepare(what, { data, ...shape, targets });
    const results = await prepared.results(row.at);
    await prepared.forget();
    return results;
  };
  const compare = (
    name: FunctionName,
    values: ArrayLike<number>,
    exact: Exact[],
  ) =>
    exact.map((value, k): Measured => ({
      contender: racer.name,
      function: name,
      dtype,
      regime,
      ulps: ulps(values[k], value, dtype),
      relative: relativeError(values[k], value, dtype),
    }));
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

/** The largest of the errors of one function in rows of one kind. */
function worst(of: Measured[]): WorstError {
  const [{ regime, function: name }] = of;
  const largest = (errors: number[]) => rounded(Math.max(...errors));
  return {
    regime,
    values: of.length,
    ulps: largest(of.map(({ ulps }) => ulps)),
    ...name === "crossEntropy" &&
      { relative: largest(of.map(({ relative }) => relative)) },
  };
}

/** A number that JSON can hold. */
function rounded(error: number): WorstError["ulps"] {
  return Number.isFinite(error) ? Number(error.toPrecision(3)) : "Infinity";
}
