import { assertEquals } from "@std/assert";
import type { Message } from "../../../lib/jupyter/wire/message.ts";
import type { CodeCell, Json } from "@lab/nbformat";
import { OutputRecorder } from "../../../lib/jupyter/run/record_outputs.ts";

function cell(count = 1): CodeCell {
  return {
    id: `c${count}`,
    cell_type: "code",
    metadata: {},
    source: "",
    execution_count: count,
    outputs: [{ output_type: "stream", name: "stdout", text: "old" }],
  };
}

function message(msg_type: string, content: Record<string, Json>): Message {
  const header = {
    msg_id: "m",
    msg_type,
    session: "s",
    username: "u",
    date: "",
    version: "5.3",
  };
  return { header, parent_header: {}, content, metadata: {}, route: [] };
}

const stdout = (text: string) => message("stream", { name: "stdout", text });
const stderr = (text: string) => message("stream", { name: "stderr", text });
const display = (text: string, id?: string) =>
  message("display_data", {
    data: { "text/plain": text },
    metadata: {},
    transient: id ? { display_id: id } : {},
  });
const update = (text: string, id: string) =>
  message("update_display_data", {
    data: { "text/plain": text },
    metadata: { a: 1 },
    transient: { display_id: id },
  });
const clear = (wait: boolean) => message("clear_output", { wait });

/** The outputs of one cell, in short. */
function outputs(...messages: Message[]): string[] {
  const recorder = new OutputRecorder();
  const target = cell();
  recorder.begin(target);
  messages.forEach((m) => recorder.receive(m));
  return texts(target);
}

function texts(cell: CodeCell): string[] {
  return cell.outputs.map((output) => {
    switch (output.output_type) {
      case "stream":
        return `${output.name}: ${output.text}`;
      case "error":
        return `error: ${output.ename}: ${output.evalue}`;
      default:
        return `${output.data["text/plain"]}`;
    }
  });
}

Deno.test("OutputRecorder keeps outputs in order, and joins neighbours of one stream", () => {
  const cases: [messages: Message[], outputs: string[]][] = [
    [[], []],
    [
      [stdout("a"), display("b"), stderr("c")],
      ["stdout: a", "b", "stderr: c"],
    ],
    [
      [stdout("a\n"), stdout("b"), stderr("c"), stdout("d"), stdout("")],
      ["stdout: a\nb", "stderr: c", "stdout: d"],
    ],
    // Control characters stay as the kernel sent them.
    [[stdout("10%"), stdout("\r20%\b\r\n")], ["stdout: 10%\r20%\b\r\n"]],
    [[stdout("a"), clear(false)], []],
    [[stdout("a"), clear(false), stdout("b")], ["stdout: b"]],
    [[stdout("a"), clear(true)], ["stdout: a"]],
    [[stdout("a"), clear(true), stdout("b"), stdout("c")], ["stdout: bc"]],
    [[stdout("a"), clear(true), display("b")], ["b"]],
    [
      [
        message("status", { execution_state: "busy" }),
        message("comm_open", { comm_id: "c" }),
        message("execute_input", { code: "1" }),
      ],
      [],
    ],
  ];
  for (const [messages, expected] of cases) {
    assertEquals(outputs(...messages), expected);
  }
});

Deno.test("OutputRecorder keeps a result with its cell's count", () => {
  const recorder = new OutputRecorder();
  const target = cell(7);
  recorder.begin(target);
  recorder.receive(message("execute_result", {
    execution_count: 9,
    data: { "text/plain": "42" },
    metadata: { m: 1 },
    transient: {},
  }));
  assertEquals(target.outputs, [{
    output_type: "execute_result",
    execution_count: 7,
    data: { "text/plain": "42" },
    metadata: { m: 1 },
  }]);
});

Deno.test("OutputRecorder updates every display of an id, in every cell", () => {
  const recorder = new OutputRecorder();
  const [first, second] = [cell(1), cell(2)];
  recorder.begin(first);
  [display("a", "x"), display("b"), display("c", "x")].forEach((m) =>
    recorder.receive(m)
  );
  // A display under a known id changes the earlier ones, as in Jupyter.
  assertEquals(texts(first), ["c", "b", "c"]);
  recorder.begin(second);
  recorder.receive(update("d", "x"));
  recorder.receive(update("e", "unknown"));
  assertEquals(texts(first), ["d", "b", "d"]);
  assertEquals(first.outputs[0], {
    output_type: "display_data",
    data: { "text/plain": "d" },
    metadata: { a: 1 },
  });
  assertEquals(texts(second), []);
});

Deno.test("OutputRecorder does not clear the next cell for a cell that asked to wait", () => {
  const recorder = new OutputRecorder();
  const [first, second] = [cell(1), cell(2)];
  recorder.begin(first);
  recorder.receive(stdout("a"));
  recorder.receive(clear(true));
  recorder.begin(second);
  recorder.receive(stdout("b"));
  assertEquals([texts(first), texts(second)], [["stdout: a"], ["stdout: b"]]);
});
