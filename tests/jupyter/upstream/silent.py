"""Shows what Deno's Jupyter kernel publishes for cells that it is silent about:

    uv run --with jupyter_client silent.py

`deno` must be on the PATH. The kernel is started without a kernelspec.
"""
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


manager, client = start("signal")
for code in [
    "const a = Math.log(100", 'import { nope } from "node:fs"',
    "0/0", "1/0", "-0", "null", "10n",
]:
    id = client.execute(code)
    published = []
    try:
        while True:
            message = client.get_iopub_msg(timeout=1)  # Late ones come soon.
            if message["msg_type"] in ("error", "execute_result"):
                published.append(message["content"])
    except Empty:
        pass
    while True:
        reply = client.get_shell_msg(timeout=10)
        if reply["parent_header"].get("msg_id") == id:
            break
    print(f"{code:30} reply: {reply['content']['status']:6} published: {published}")
client.stop_channels()
manager.shutdown_kernel(now=True)
