"""jupyter_kernel_test, the suite that authors of kernels use, for a kernel by its name."""
import os
import sys
import unittest

import jupyter_kernel_test

os.environ["NO_COLOR"] = "1"  # results are compared without colours


class Conformance(jupyter_kernel_test.KernelTests):
    kernel_name = sys.argv.pop()
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    code_generate_error = "throw new Error('wrong')"
    code_display_data = [
        {
            "code": 'await Deno.jupyter.display({ "text/html": "<b>x</b>" }, { raw: true })',
            "mime": "text/html",
        }
    ]
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "0 / 0", "result": "NaN"},
        {"code": "10n", "result": "10n"},
        {"code": "null", "result": "null"},
    ]
    code_clear_output = "Deno.jupyter.broadcast('clear_output', { wait: false })"
    complete_code_samples = ["1", "const a = [1, 2]", "function f() {\n  return 1;\n}"]
    incomplete_code_samples = ["f(", "function f() {", "`a"]
    invalid_code_samples = ["f)"]
    completion_samples = [{"text": "Object.entr", "matches": ["entries"]}]
    code_inspect_sample = "console"
    code_history_pattern = "6 *"
    supported_history_operations = ("tail", "range", "search")

    def execute_helper(self, *args, **options):
        """Waits for each message as long as it takes: the suite's tenth of a second is a test of the machine."""
        channel = self.kc.iopub_channel
        get_msg = channel.get_msg
        channel.get_msg = lambda timeout: get_msg(timeout=15)
        try:
            return super().execute_helper(*args, **options)
        finally:
            del channel.get_msg


unittest.main()
