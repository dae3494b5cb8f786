import { join } from "node:path";

/** Arrays as files of a folder, for other processes. */
export class Handover implements Disposable {
  #folder = Deno.makeTempDirSync({ prefix: "lab-bench-" });
  #files = new WeakMap<ArrayBufferView, string>();
  #count = 0;

  /** The file with an array's numbers; whole numbers take 8 bytes there. */
  fileOf(data: Float32Array | Float64Array | Int32Array): string {
    let file = this.#files.get(data);
    if (!file) {
      file = join(this.#folder, String(this.#count++));
      const { buffer, byteOffset, byteLength } = data instanceof Int32Array
        ? BigInt64Array.from(data, BigInt)
        : data;
      Deno.writeFileSync(file, new Uint8Array(buffer, byteOffset, byteLength));
      this.#files.set(data, file);
    }
    return file;
  }

  [Symbol.dispose]() {
    Deno.removeSync(this.#folder, { recursive: true });
  }
}
