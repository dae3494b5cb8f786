import { assert, assertEquals } from "@std/assert";
import {
  crossEntropyWithGrad,
  logSoftmax,
  logSumExp,
  matrix,
  softmax,
} from "@lab/kernels";
import { cases, type PyTorchCase } from "./reference/pytorch.ts";

/**
 * The absolute distance that PyTorch may have from us. It rounds z / T and
 * z − max, each by half a unit in the last place of the largest, and takes a
 * few more steps with numbers of that size; exp makes a relative error of the
 * sum of these. Rounding in 8 places at most 1 epsilon of the size each.
 */
function tolerance({ dtype, logits }: PyTorchCase, temperature = 1): number {
  const epsilon = dtype === "float64" ? 2 ** -52 : 2 ** -23;
  const sizes = logits.flat().map(Number).filter(Number.isFinite).map(Math.abs);
  return 8 * epsilon * (1 + Math.max(...sizes) / temperature);
}

function assertClose(
  what: string,
  actual: ArrayLike<number>,
  theirs: (number | string)[],
  tolerance: number,
) {
  assertEquals(actual.length, theirs.length, what);
  for (const [k, x] of theirs.map(Number).entries()) {
    const close = x === actual[k] || Math.abs(x - actual[k]) <= tolerance;
    assert(close, `${what}, entry ${k}: PyTorch ${x}, ours ${actual[k]}`);
  }
}

for (const entry of cases) {
  const { dtype, scale } = entry;
  const Z = matrix(entry.logits.map((row) => row.map(Number)), dtype);
  const where = `on ${Z.rows} × ${Z.cols} ${dtype} logits of scale ${scale}`;

  Deno.test(`softmax() and logSoftmax() agree with PyTorch's of z / T ${where}`, () => {
    for (const { temperature, ...theirs } of entry.temperatures) {
      const tol = tolerance(entry, temperature);
      const p = softmax(Z, { temperature });
      const logP = logSoftmax(Z, { temperature });
      const what = `T = ${temperature}`;
      assertClose(what, p.data, theirs.softmax.flat(), tol);
      assertClose(what, logP.data, theirs.logSoftmax.flat(), tol);
    }
  });

  Deno.test(`logSumExp() agrees with torch.logsumexp ${where}`, () => {
    const tol = tolerance(entry);
    assertClose("logSumExp", logSumExp(Z), entry.logSumExp, tol);
  });

  Deno.test(`crossEntropyWithGrad() agrees with F.cross_entropy and its backward ${where}`, () => {
    for (const { targets, loss, grad, ...options } of entry.crossEntropy) {
      const { reduction, ignoreIndex, weight = [1] } = options;
      const what =
        `${reduction} of ${targets} without ${ignoreIndex}, weight ${weight}`;
      // a mean divides by the weights, a sum is as many times larger
      const size = reduction === "mean" ? 1 : Math.max(...weight);
      const tol = tolerance(entry) * size;
      const ours = crossEntropyWithGrad(Z, targets, options);
      const losses = typeof ours.loss === "number" ? [ours.loss] : ours.loss;
      assertClose(what, losses, [loss].flat(), tol * Z.rows); // a sum of rows
      assertClose(what, ours.grad.data, grad.flat(), tol);
    }
  });
}
