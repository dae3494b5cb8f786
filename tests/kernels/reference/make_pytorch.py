"""Writes pytorch.json: PyTorch's results for the same logits.

    python -B make_pytorch.py > pytorch.json && deno fmt pytorch.json

Made with torch 2.13.0 on a CPU, Python 3.11. Losses and gradients are those of
torch.nn.functional.cross_entropy; with reduction "none" the gradient is that of
the sum. Softmax with a temperature is softmax(z / T).
"""

import json
import sys

import torch
import torch.nn.functional as F

from make_exact import logits, plain, rounded

assert torch.__version__.split("+")[0] == "2.13.0", torch.__version__

DTYPES = {"float64": torch.float64, "float32": torch.float32}


def numbers(tensor):
    """A tensor as nested lists, infinities as JSON can hold them."""
    values = tensor.tolist()
    if tensor.dim() == 0:
        return plain(values)
    return [numbers(part) for part in tensor]


def cross_entropy(z, targets, reduction, ignore_index, weight=None):
    z = z.clone().requires_grad_()
    if weight is not None:
        weight = torch.tensor(weight, dtype=z.dtype)
    loss = F.cross_entropy(
        z,
        torch.tensor(targets),
        weight=weight,
        reduction=reduction,
        ignore_index=ignore_index,
    )
    loss.sum().backward()
    return {
        "targets": targets,
        "reduction": reduction,
        "ignoreIndex": ignore_index,
        **({} if weight is None else {"weight": numbers(weight)}),
        "loss": numbers(loss.detach()),
        "grad": numbers(z.grad),
    }


def weighted(z):
    """Losses and gradients with weights of the classes, some of them 0."""
    rows, classes = z.shape
    targets = [(3 * i + 1) % classes for i in range(rows)]
    some_ignored = [-100 if i % 3 == 2 else y for i, y in enumerate(targets)]
    balanced = [1.0 / (1 + j) for j in range(classes)]
    far_apart = [10.0 ** (j % 7 - 3) for j in range(classes)]
    with_0 = [0.0 if j == 0 else 0.1 + j for j in range(classes)]
    arguments = [
        (targets, -100, balanced),
        (some_ignored, -100, far_apart),
        (targets, -100, with_0),
        (some_ignored, -100, with_0),
        (targets, 0, balanced),
    ]
    return [
        cross_entropy(z, y, reduction, ignore_index, weight)
        for reduction in ("mean", "sum", "none")
        for y, ignore_index, weight in arguments
    ]


def case(dtype, scale, z, losses):
    temperatures = [
        {
            "temperature": T,
            "softmax": numbers(F.softmax(z / T, dim=-1)),
            "logSoftmax": numbers(F.log_softmax(z / T, dim=-1)),
        }
        for T in (0.1, 1.0, 2.5, 10.0)
    ]
    return {
        "dtype": dtype,
        "scale": scale,
        "logits": numbers(z),
        "logSumExp": numbers(torch.logsumexp(z, dim=-1)),
        "crossEntropy": losses,
        "temperatures": temperatures,
    }


def build():
    cases = []
    for dtype, torch_dtype in DTYPES.items():
        for seed, scale in ((200, 1), (210, 10), (220, 100)):
            rows = [logits(seed + i, 4, scale) for i in range(5)]
            rows = [[rounded(v, dtype) for v in row] for row in rows]
            if scale == 10:
                rows[1][2] = float("-inf")
            z = torch.tensor(rows, dtype=torch_dtype)
            losses = []
            for reduction in ("mean", "sum", "none"):
                losses.append(cross_entropy(z, [0, 1, 2, 3, 0], reduction, -100))
                losses.append(cross_entropy(z, [3, -100, 0, 1, -100], reduction, -100))
                losses.append(cross_entropy(z, [2, 1, 0, 2, 3], reduction, 2))
            if scale == 10:
                # the target's probability is 0, and its loss infinite
                losses.append(cross_entropy(z, [0, 2, 2, 3, 0], "none", -100))
            losses += weighted(z)
            cases.append(case(dtype, scale, z, losses))
        for seed, rows, classes, scale in (
            (300, 1, 2, 1),
            (310, 9, 3, 1000),
            (320, 3, 11, 30),
        ):
            values = [logits(seed + i, classes, scale) for i in range(rows)]
            z = torch.tensor(values, dtype=torch_dtype)
            cases.append(case(dtype, scale, z, weighted(z)))
    return cases


if __name__ == "__main__":
    json.dump(build(), sys.stdout, separators=(",", ":"))
