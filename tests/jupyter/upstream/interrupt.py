"""Interrupts an endless loop in Deno's Jupyter kernel by signal and by message:

    uv run --with jupyter_client interrupt.py

`deno` must be on the PATH. The kernel is started without a kernelspec.
"""
import time
from queue import Empty

import jupyter_client
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager


def start(interrupt_mode):
    manager = KernelManager(kernel_name="deno")
    manager._kernel_spec = KernelSpec(
        argv=["deno", "jupyter", "--kernel", "--conn", "{connection_file}"],
        display_name="Deno", language="typescript", interrupt_mode=interrupt_mode,
    )
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=30)
    return manager, client


for mode in ["signal", "message"]:
    manager, client = start(mode)
    client.execute("const kept = 42;")
    client.execute("while (true);")
    time.sleep(2)
    manager.interrupt_kernel()
    time.sleep(2)
    print(f"by {mode}: the kernel lives: {manager.is_alive()}")
    if manager.is_alive():
        client.execute("kept")
        try:
            while True:
                message = client.get_iopub_msg(timeout=2)
                if message["msg_type"] == "execute_result":
                    print("kept is", message["content"]["data"]["text/plain"])
        except Empty:
            pass
    client.stop_channels()
    manager.shutdown_kernel(now=True)
