/**
 * Makes outputs of what a cell writes to `Deno.stdout` and `Deno.stderr`, which
 * Deno's kernel sends to its own.
 *
 * @module
 */

/** The code to run, silently, before the first cell. */
export const WRITES_PRELUDE = `{
  const { stdout, stderr } = Deno;
  const { print } = Deno[Deno.internal].core;
  for (const [stream, isError] of [[stdout, false], [stderr, true]]) {
    const decoder = new TextDecoder();
    stream.writeSync = (bytes) => {
      print(decoder.decode(bytes, { stream: true }), isError);
      return bytes.length;
    };
    stream.write = async (bytes) => stream.writeSync(bytes);
    const write = (bytes) => void stream.writeSync(bytes);
    const writable = new WritableStream({ write });
    Object.defineProperty(stream, "writable", { value: writable });
  }
}`;
