"""Writes exact.json: the exact results of the kernels, to more digits than they have.

    python make_exact.py > exact.json && deno fmt exact.json

Made with mpmath 1.3.0, Python 3.11. Every logit is a number of its dtype, taken
as it is; the functions are computed with 400 decimal digits by their definitions.
A result is written as a pair

    [below, fraction]

the number of the dtype next to it towards 0, and how far beyond it the result
lies, in units in the last place: the result is below + fraction * ulp(below).
So an error can be measured to a thousandth of a unit, for subnormal numbers too.

Small rows are written out. Large ones are {seed, classes, scale}: see logits(),
or {classes, start, step}: see rising(). To the first of these, `raise` is added.
"""

import json
import math
import struct
import sys

import mpmath
from mpmath import mp, mpf

assert mpmath.__version__ == "1.3.0", mpmath.__version__
mp.dps = 400  # enough for 1 + e^-745

# dtype: bits of a number, 2 to which power is the smallest one, and the first
# one too large, code in struct
DTYPES = {
    "float64": (53, -1074, 1024, "d"),
    "float32": (24, -149, 128, "f"),
    "float16": (11, -24, 16, "e"),
}
TEMPERATURES = [0.1, 0.3, 0.5, 0.7, 1.5, 2.0, 3.0, 10.0]


# Inputs


def random_integers(seed):
    """Marsaglia's xorshift32: integers from 1 to 2^32 - 1."""
    x = seed
    while True:
        x ^= (x << 13) & 0xFFFFFFFF
        x ^= x >> 17
        x ^= (x << 5) & 0xFFFFFFFF
        yield x


def logits(seed, classes, scale):
    """Nearly normal numbers of deviation `scale`, with all their bits in use.

    The sum of 12 uniform numbers minus 6 is nearly normal; a thirteenth fills the
    bits below 2^-32. Only the last two operations round, as IEEE 754 says, so
    every language gets the same numbers.
    """
    integers = random_integers(seed)
    values = []
    for _ in range(classes):
        coarse = sum(next(integers) for _ in range(12)) - 6 * 2**32
        fine = next(integers)
        values.append((coarse / 2**32 + fine / 2**64) * scale)
    return values


def rising(classes, start, step):
    """Numbers of equal distance, with two roundings each."""
    return [start + j * step for j in range(classes)]


def raised(**spec):
    by = spec.pop("raise")
    first, *others = logits(**spec) if "seed" in spec else rising(**spec)
    return [first + by, *others]


def rounded(value, dtype):
    code = DTYPES[dtype][3]
    return struct.unpack(code, struct.pack(code, value))[0]


def regimes(dtype):
    """(name, logits) of every kind of row that a softmax may meet."""
    half = dtype == "float16"
    for seed in (1, 2, 3):
        yield "standard normal", logits(seed, 10, 1)
        yield "scale 10", logits(seed + 10, 10, 10)
        yield "scale 100", logits(seed + 20, 10, 100)
    for seed in range(30, 36):
        yield "standard normal", logits(seed, 2 + seed % 3, 1)
    for near in (11,) if half else (88, 700):
        noise = logits(40 + near, 8, 1)
        yield f"near {near}", [near + x for x in noise]
        yield f"near -{near}", [x - near for x in noise]
        signs = [1, -1, -1, 1, -1, 1, 1, -1]
        yield f"near +/-{near}", [near * s + x for s, x in zip(signs, noise)]
    if half:
        yield "offset", [1000 + x for x in logits(50, 8, 1)]
    else:
        yield "offset 1e8", [1e8 + x for x in logits(50, 8, 1)]
        yield "offset 1e8", [x - 1e8 for x in logits(51, 8, 10)]
    for huge in (60000.0,) if half else (1e4, 1e30):
        yield "one huge", [huge if j == 3 else x for j, x in enumerate(logits(60, 8, 1))]
    if dtype == "float64":
        yield "one huge", [1.7e308, -1.7e308, 0.0, 1.0]
    for classes in (2, 3, 7):
        yield "all equal", [0.3] * classes
        yield "all equal", [-500.0] * classes
    masked = logits(70, 9, 3)
    yield "masked", [-math.inf if j % 2 else x for j, x in enumerate(masked)]
    yield "masked", [-math.inf if j != 4 else x for j, x in enumerate(masked)]
    yield "one class", [-3.7]
    yield "underflow", [0.0, -10.0, -15.5, -17.25, -18.0] if half else (
        [0.0, -85.0, -90.5, -100.25, -104.0, -105.0]
        if dtype == "float32"
        else [0.0, -700.0, -720.3, -740.1, -744.9, -745.3, -746.0]
    )


def two_classes(dtype):
    gaps = [0, 1e-9, 0.1, 0.5, math.log(2), 1, 2, 5, 10, 15.9, 16.7, 20, 30]
    gaps += [36, 36.8, 40, 50, 60, 70, 80]
    for gap in gaps:
        yield "two classes", [gap, 0.0]
    for gap in (0.3, 7.1, 33.3, 77.7):
        yield "two classes", [0.1, 0.1 - gap]


def cancelling():
    """Logits whose exp sum to about 1, so that log-sum-exp is almost 0."""
    for p in ([0.5, 0.5], [0.25, 0.75], [0.1, 0.2, 0.7], [1 / 50] * 50, [0.999, 0.001]):
        yield [math.log(x) for x in p]
    yield [-1e-20, -40.0]
    yield [-1e-3, -7.0]
    yield [-40.0, -4.248354255291589e-18]
    yield [-1.0, -0.5, -3.0]
    yield [-0.7, -0.7, -6.0]


def subnormal(dtype):
    """Logits so far below the largest that their probabilities are subnormal."""
    gaps = (
        [87.5, 88.9, 91.3, 94.6, 97.2, 99.8, 101.7, 103.1, 103.8]
        if dtype == "float32"
        else [708.6, 709.9, 714.2, 721.7, 728.3, 735.1, 741.6, 744.2, 745.1]
    )
    for top in (0.0, 13.3, -41.7):
        yield [top] + [top - gap for gap in gaps]
        yield [top - gap for gap in gaps] + [top, top]


def tails():
    """Every number of classes that may be left over at the end of a row."""
    for classes in range(1, 10):
        values = logits(400 + classes, classes, 3)
        yield f"{classes} classes", values
        yield f"{classes} classes, largest last", sorted(values)


def jumping(classes):
    """A batch whose rows are of very different size."""
    sizes = [0, 0, -300, 80, 1e30, 0, 27, 27, -14, 300, -1e30, 1e5, 0, -80, 5, 5]
    for i, size in enumerate(sizes):
        yield [size + x for x in logits(500 + i, classes, 2)]


# The functions, by their definitions


class Row:
    """Softmax of one row of logits over a temperature."""

    def __init__(self, values, temperature=1.0):
        z = [mpf(v) / mpf(temperature) for v in values]
        self.max = max(z)
        self.z = [v - self.max for v in z]
        self.e = [mpf(0) if v == -mpmath.inf else mp.exp(v) for v in self.z]
        self.sum = mp.fsum(self.e)

    def softmax(self, j):
        return self.e[j] / self.sum

    def log_softmax(self, j):
        return self.z[j] - mp.log(self.sum)

    def log_sum_exp(self):
        return self.max + mp.log(self.sum)

    def loss(self, y):
        return -self.log_softmax(y)

    def grad(self, y, j):
        return self.softmax(j) - (j == y)


# The table


def written(x, dtype):
    """x as [below, fraction]."""
    bits, lowest, overflow, _ = DTYPES[dtype]
    if mpmath.isinf(x) or abs(x) >= 2 ** overflow:
        return [plain(math.copysign(math.inf, x)), 0]
    if x == 0:
        return [0, 0]
    exponent = int(mp.frexp(x)[1]) - bits
    unit = mp.ldexp(1, max(exponent, lowest))
    units = abs(x) / unit
    whole = mp.floor(units)
    sign = 1 if x > 0 else -1
    fraction = round(float(units - whole), 4)
    return [float(sign * whole * unit), sign * fraction]


def plain(value):
    """JSON has no infinities."""
    return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, value)


def positions(values, targets):
    """All entries of a short row; of a long one some, with the extremes."""
    n = len(values)
    if n <= 12:
        return list(range(n))
    order = sorted(range(n), key=lambda j: values[j])
    spread = {order[k * (n - 1) // 9] for k in range(10)}
    return sorted(spread | {0, n // 2, n - 1, order[-2], *targets})


def table_row(regime, dtype, values, temperature=1.0, spec=None):
    values = [rounded(v, dtype) for v in values]
    order = sorted(range(len(values)), key=lambda j: values[j])
    # the class that is confidently right, the one that is confidently wrong
    targets = {order[-1], order[0]}
    if spec and "raise" in spec:
        targets.add(len(values) - 1)
    targets = sorted(targets)
    at = positions(values, targets)
    row = Row(values, temperature)
    out = {
        "regime": regime,
        "dtype": dtype,
        "temperature": temperature,
        "logits": spec or [plain(v) for v in values],
        "at": at,
        "softmax": [written(row.softmax(j), dtype) for j in at],
        "logSoftmax": [written(row.log_softmax(j), dtype) for j in at],
    }
    if temperature == 1:
        out["logSumExp"] = written(row.log_sum_exp(), dtype)
        out["targets"] = targets
        out["crossEntropy"] = [written(row.loss(y), dtype) for y in targets]
        # elsewhere the gradient is the softmax
        out["gradAtTarget"] = [written(row.grad(y, y), dtype) for y in targets]
    return out


def table_batch(regime, dtype, rows, targets, weight=None):
    rows = [[rounded(v, dtype) for v in row] for row in rows]
    seen = [(Row(row), y) for row, y in zip(rows, targets)]
    # weights are doubles, for float32 logits too
    weights = [mpf(0 if y == -100 else weight[y] if weight else 1) for y in targets]
    total = mp.fsum(w * row.loss(y) for w, (row, y) in zip(weights, seen) if w)
    count = mp.fsum(weights)
    grad = [
        [w * row.grad(y, j) / count for j in range(len(row.e))]
        for w, (row, y) in zip(weights, seen)
    ]
    return {
        "regime": regime,
        "dtype": dtype,
        "logits": rows,
        "targets": targets,
        **({"weight": weight} if weight else {}),
        "mean": written(total / count, dtype),
        "sum": written(total, dtype),
        "gradOfMean": [[written(g, dtype) for g in row] for row in grad],
    }


def build():
    rows, batches = [], []
    for dtype in DTYPES:
        for regime, values in regimes(dtype):
            rows.append(table_row(regime, dtype, values))
        for T in TEMPERATURES:
            for seed, scale in ((80, 1), (81, 10), (82, 100)):
                name = f"temperature {T}, scale {scale}"
                rows.append(table_row(name, dtype, logits(seed, 6, scale), T))
    for dtype in ("float64", "float32"):
        for regime, values in two_classes(dtype):
            rows.append(table_row(regime, dtype, values))
        for values in cancelling():
            rows.append(table_row("cancelling log-sum-exp", dtype, values))
        for classes in (1000, 50257):
            for seed, scale in ((90, 1), (91, 10), (92, 100), (93, 0)):
                spec = {"seed": seed, "classes": classes, "scale": scale}
                name = f"{classes} classes, scale {scale}"
                rows.append(table_row(name, dtype, logits(**spec), spec=spec))
        spec = {"seed": 94, "classes": 1000, "scale": 10}
        for T in (0.1, 0.7, 10.0):
            name = f"1000 classes, temperature {T}"
            rows.append(table_row(name, dtype, logits(**spec), T, spec))
        for seed, scale in ((101, 1), (102, 10), (103, 100)):
            batch = [logits(seed * 10 + i, 5, scale) for i in range(7)]
            name = f"batch, scale {scale}"
            batches.append(table_batch(name, dtype, batch, [0, 4, 2, -100, 1, 3, 2]))
        confident = [[40.0, 0.0], [0.0, 50.5], [30.25, 1.0]]
        batches.append(table_batch("confident batch", dtype, confident, [0, 1, 0]))
    for dtype in ("float64", "float32"):
        for values in subnormal(dtype):
            rows.append(table_row("subnormal", dtype, values))
        for regime, values in tails():
            rows.append(table_row(regime, dtype, values))
        for classes in (31, 32, 33, 63, 64, 65, 129, 256):
            spec = {"seed": 600 + classes, "classes": classes, "scale": 5}
            rows.append(table_row(f"{classes} classes", dtype, logits(**spec), spec=spec))
        for classes in (1000, 50257):
            spec = {"classes": classes, "start": 0.7, "step": 0}
            name = f"{classes} equal classes"
            rows.append(table_row(name, dtype, rising(**spec), spec=spec))
        for classes, start, step in (
            (1000, -80, 0.17),
            (1000, -300, 0.61),
            (1000, -1e5, 200.3),
            (1000, -1e30, 2e27),
            (50257, -330, 0.0131),
        ):
            spec = {"classes": classes, "start": start, "step": step}
            name = f"{classes} rising classes from {start}"
            rows.append(table_row(name, dtype, rising(**spec), spec=spec))
        # of small numbers 0.51 units in the last place of the large one
        lost = -16.6155 if dtype == "float32" else -36.717
        specs = [{"classes": 64, "start": lost, "step": 0, "raise": -lost}]
        for classes in (33, 100, 1000):
            for seed, gap in ((801, 8), (802, 12), (803, 16)):
                spec = {"seed": seed, "classes": classes, "scale": 2}
                specs.append(spec | {"raise": gap})
        for spec in specs:
            values = raised(**spec)
            name = f"confident among {len(values)}"
            rows.append(table_row(name, dtype, values, spec=spec))
        jumps = list(jumping(5))
        targets = [(i * i + 1) % 5 for i in range(len(jumps))]
        batches.append(table_batch("rows of different size", dtype, jumps, targets))
        for scale in (1, 10, 100):
            batch = [logits(700 + scale * 10 + i, 5, scale) for i in range(7)]
            for weight in (
                [1.0, 0.3, 2.7, 0.1, 4.0],
                [0.001, 1000.0, 0.0, 1e-6, 3.0],
                [1e-15, 1.0, 1e-300, 1e15, 1e300],
            ):
                name = f"weighted batch, scale {scale}"
                targets = [0, 4, 2, -100, 1, 3, 2]
                if weight[4] == 1e300:  # beside that no other would count
                    targets = [0, 1, 1, -100, 1, 3, 2]
                batches.append(table_batch(name, dtype, batch, targets, weight))
        weight = [0.25, 3.5, 1 / 3, 1.0, 0.7]
        targets = [(i * i + 1) % 5 for i in range(len(jumps))]
        name = "weighted rows of different size"
        batches.append(table_batch(name, dtype, jumps, targets, weight))
    return {"rows": rows, "batches": batches}


def lines(entries):
    return ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)


if __name__ == "__main__":
    table = build()
    sys.stdout.write(
        '{"rows":[\n' + lines(table["rows"]) + '\n],"batches":[\n'
        + lines(table["batches"]) + "\n]}\n"
    )
