"""JAX, compiled."""

import jax
import jax.numpy as jnp
import numpy as np

VERSION = jax.__version__

jax.config.update("jax_enable_x64", True)


def use_threads(threads):
    """XLA reads NPROC and XLA_FLAGS as it starts: see setups.ts."""
    assert threads == 1


def loss(z, y):
    at_target = jnp.take_along_axis(z, y[:, None], axis=-1)[:, 0]
    return jnp.mean(jax.nn.logsumexp(z, axis=-1) - at_target)


FUNCTIONS = {
    "crossEntropyWithGrad": jax.jit(jax.value_and_grad(loss)),
    "softmax": jax.jit(lambda z, y: jax.nn.softmax(z, axis=-1)),
    "logSoftmax": jax.jit(lambda z, y: jax.nn.log_softmax(z, axis=-1)),
    "crossEntropy": jax.jit(loss),
}


def prepare(task, logits, targets):
    z = jnp.asarray(logits)
    y = jnp.asarray(targets.astype("int32"))
    function = FUNCTIONS[task["function"]]
    read = {
        "crossEntropyWithGrad": lambda r: (float(r[0]), np.asarray(r[1])),
        "crossEntropy": lambda r: (float(r), None),
    }.get(task["function"], lambda r: (None, np.asarray(r)))
    return lambda: jax.block_until_ready(function(z, y)), read
