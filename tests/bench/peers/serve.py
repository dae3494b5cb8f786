"""Times PyTorch, JAX or ONNX Runtime for peer.ts, which starts this program.

    python serve.py LIBRARY THREADS

Prints its versions as a line of JSON, then answers each line of JSON on its
standard input with one on its standard output.
"""

import importlib
import json
import sys
import time
import traceback

LIBRARIES = {
    "PyTorch": "pytorch_peer",
    "JAX": "jax_peer",
    "ONNX Runtime": "onnxruntime_peer",
}


class Peer:
    """One library, and the task that it computes at the moment."""

    def __init__(self, library, threads):
        self.numpy = importlib.import_module("numpy")
        self.library = importlib.import_module(LIBRARIES[library])
        self.library.use_threads(threads)
        self.run = None
        self.read = None

    def prepare(self, task):
        shape = (task["rows"], task["cols"])
        fromfile = self.numpy.fromfile
        logits = fromfile(task["logits"], task["dtype"]).reshape(shape)
        targets = fromfile(task["targets"], "int64")
        self.run, self.read = self.library.prepare(task, logits, targets)
        return {}

    def time(self, times):
        """The seconds that this many runs take, and the processor time that they use."""
        cpu = time.process_time()
        start = time.perf_counter()
        for _ in range(times):
            self.run()
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "cpu": time.process_time() - cpu}

    def results(self, at):
        """The loss and the results at these places, as far as the function has them."""
        loss, values = self.read(self.run())
        picked = None if values is None else values.reshape(-1)[at]
        return {
            "loss": None if loss is None else text(loss),
            "values": None if picked is None else [text(x) for x in picked],
        }

    def forget(self):
        self.run = self.read = None
        return {}

    def answer(self, request):
        what = request["do"]
        if what == "prepare":
            return self.prepare(request)
        if what == "time":
            return self.time(request["times"])
        if what == "results":
            return self.results(request["at"])
        return self.forget()


def text(number):
    """JSON has no infinities; Python and JavaScript both read these words."""
    word = repr(float(number))
    return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(word, word)


def say(answer):
    print(json.dumps(answer), flush=True)


def main(library, threads):
    try:
        peer = Peer(library, int(threads))
    except ModuleNotFoundError as error:
        say({"missing": error.name})
        return
    say({"version": peer.library.VERSION})
    for line in sys.stdin:
        try:
            say(peer.answer(json.loads(line)))
        except Exception:
            say({"error": traceback.format_exc().strip()})


main(*sys.argv[1:])
