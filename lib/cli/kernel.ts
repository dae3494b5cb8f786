/**
 * The kernel that `deno task lab` gives to JupyterLab.
 *
 * @module
 */
import { type ConnectionFile, serveKernel } from "../jupyter/mod.ts";
import { Failure } from "./command.ts";

/**
 * Serves front ends until they, or whoever started this process, have ended.
 *
 * @param path the file in which Jupyter says where to listen
 * @param types whether to warn of types that do not fit
 */
export async function runKernel(
  path: string,
  { types, signal }: { types: boolean; signal: AbortSignal },
): Promise<void> {
  const file = await read(path);
  // A front end that was killed cannot ask its kernel to end.
  const orphaned = new AbortController();
  const { ppid } = Deno;
  const watch = setInterval(() => {
    if (Deno.ppid !== ppid) orphaned.abort(new Failure("Jupyter has ended"));
  }, 1000);
  try {
    await serveKernel(file, {
      cwd: Deno.cwd(),
      types,
      signal: AbortSignal.any([signal, orphaned.signal]),
    });
  } finally {
    clearInterval(watch);
  }
}

async function read(path: string): Promise<ConnectionFile> {
  let file: Record<string, unknown>;
  try {
    file = JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    throw new Failure(`Cannot read ${path}: ${(error as Error).message}`);
  }
  const { transport = "tcp", signature_scheme = "hmac-sha256", key } = file;
  if (transport !== "tcp" || signature_scheme !== "hmac-sha256" || !key) {
    throw new Failure(
      `Cannot listen as ${path} says: need tcp, hmac-sha256 and a key, got ` +
        `${transport}, ${signature_scheme} and ${key ? "a" : "no"} key`,
    );
  }
  return file as unknown as ConnectionFile;
}
