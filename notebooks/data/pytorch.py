"""Writes pytorch.json: what PyTorch answers to the questions of notebooks 02 and 03.

Run with PyTorch 2.13.0 on a CPU: python pytorch.py > pytorch.json
"""

import json

import torch
import torch.nn.functional as F

LOGITS = [[1.2, 0.3, -0.8], [0.5, 1.5, 0.0], [2.0, -1.0, 0.5], [-0.4, 0.1, 0.9]]
TARGETS = [0, 2, -100, 1]


def numbers(tensor):
    return tensor.to(torch.float64).tolist()


def batch(dtype):
    answer = {}
    for reduction in ("mean", "sum", "none"):
        z = torch.tensor(LOGITS, dtype=dtype, requires_grad=True)
        loss = F.cross_entropy(z, torch.tensor(TARGETS), reduction=reduction)
        loss.sum().backward()
        answer[reduction] = {"loss": numbers(loss), "grad": numbers(z.grad)}
    return answer


def confident(gap):
    z = torch.tensor([[gap, 0.0]], dtype=torch.float64, requires_grad=True)
    loss = F.cross_entropy(z, torch.tensor([0]))
    loss.backward()
    return {"gap": gap, "loss": loss.item(), "grad": numbers(z.grad[0])}


print(
    json.dumps(
        {
            "torch": torch.__version__,
            "logits": LOGITS,
            "targets": TARGETS,
            "float32": batch(torch.float32),
            "float64": batch(torch.float64),
            "confident": [confident(gap) for gap in (10.0, 20.0, 30.0, 40.0)],
        },
        indent=2,
    )
)
