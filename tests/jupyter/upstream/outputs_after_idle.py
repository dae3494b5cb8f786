"""Counts the cells in Deno's Jupyter kernel whose last output comes
after the cell's status "idle", or names another cell as its parent:

    uv run --with jupyter_client outputs_after_idle.py [CELLS]

`deno` must be on the PATH. The kernel is started without a kernelspec.
"""
import re
import sys
from queue import Empty

import jupyter_client
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

cells = int(sys.argv[1]) if len(sys.argv) > 1 else 300
kinds = {
    "a last expression": '"<#>"',
    "console.log": 'console.log("<#>")',
    "100 times console.log":
        'for (let i = 0; i < 100; i++) console.log("<#>")',
    "await Deno.jupyter.display":
        'await Deno.jupyter.display({ "text/plain": "<#>" }, { raw: true })',
    "the same, and one turn of the event loop":
        'await Deno.jupyter.display({ "text/plain": "<#>" }, { raw: true });\n'
        "await new Promise((resolve) => setTimeout(resolve, 0))",
}

manager = KernelManager(kernel_name="deno")
manager._kernel_spec = KernelSpec(
    argv=["deno", "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name="Deno", language="typescript",
)
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready()


count = 0  # of the messages so far
idle = {}  # which message said it, by request
last = {}  # output of each cell: which message, and its parent


def receive(timeout):
    global count
    message = client.get_iopub_msg(timeout=timeout)
    count += 1
    parent = message["parent_header"].get("msg_id")
    if message["content"].get("execution_state") == "idle":
        idle[parent] = count
    if message["msg_type"] in ("stream", "display_data", "execute_result"):
        for i in re.findall(r"<(\d+)>", str(message["content"])):
            last[int(i)] = count, parent


print(f"jupyter_client {jupyter_client.__version__}, {cells} cells of each kind\n")
for name, code in kinds.items():
    last.clear()
    ids = []
    for i in range(cells):
        id = client.execute(code.replace("#", str(i)))
        ids.append(id)
        client.get_shell_msg(timeout=30)
        while id not in idle:
            receive(timeout=30)
    try:
        while True:
            receive(timeout=2)  # Late outputs come soon.
    except Empty:
        pass
    found = {"after idle": 0, "other parent": 0, "missing": 0}
    for i, id in enumerate(ids):
        if i not in last:
            found["missing"] += 1
            continue
        at, parent = last[i]
        found["after idle"] += at > idle[id]
        found["other parent"] += parent != id
    print(name, found)
client.stop_channels()
manager.shutdown_kernel(now=True)
