/**
 * The process of a {@linkcode Renderer}. It reads each set of notebooks as a line
 * of JSON, hands it to a worker, and writes the worker's news as lines. When its
 * input ends, so does it: the command is gone.
 *
 * @module
 */
const worker = new Worker(import.meta.resolve("./render_worker.ts"), {
  type: "module",
  deno: { permissions: { read: "inherit" } },
});
worker.onmessage = async ({ data }: MessageEvent<string>) => {
  const line = new TextEncoder().encode(data + "\n");
  for (let at = 0; at < line.length;) {
    at += await Deno.stdout.write(line.subarray(at));
  }
};

const parts: string[] = [];
const input = Deno.stdin.readable.pipeThrough(new TextDecoderStream());
for await (const text of input) {
  parts.push(text);
  if (text.endsWith("\n")) worker.postMessage(parts.splice(0).join(""));
}
Deno.exit();
