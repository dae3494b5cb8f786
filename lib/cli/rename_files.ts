/**
 * Renames files, all of them or none. A process of its own, so that a command
 * that is killed meanwhile leaves no mixture: this one goes on.
 *
 * Its argument is a file that it holds by a lock until it is done. It reads the
 * renames as JSON, and writes the path that could not be replaced and the
 * reason, if there is one.
 *
 * @module
 */

/** A file to rename. */
export interface Rename {
  from: string;
  to: string;
  /** A copy of what `to` held, if there was such a file. */
  old?: string;
}

/** The path that could not be replaced, and the reason. */
export interface Refusal {
  path: string;
  why: string;
}

if (import.meta.main) {
  // Ctrl-C is sent to this process too.
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, () => {});
  const input = await new Response(Deno.stdin.readable).text();
  using lock = holdIfThere(Deno.args[0]);
  const refusal = lock && rename(JSON.parse(input));
  if (refusal) console.log(JSON.stringify(refusal));
  Deno.exit();
}

/** Locks the file, unless a later command has done the work and removed it. */
function holdIfThere(path: string): Deno.FsFile | undefined {
  try {
    const file = Deno.openSync(path);
    if (Deno.build.os !== "windows") file.lockSync(true);
    return file;
  } catch {
    return undefined;
  }
}

function rename(files: Rename[]): Refusal | undefined {
  for (const [i, { from, to }] of files.entries()) {
    try {
      Deno.renameSync(from, to);
    } catch (error) {
      for (const { to, old } of files.slice(0, i).reverse()) {
        if (old) Deno.renameSync(old, to);
        else Deno.removeSync(to);
      }
      return { path: to, why: (error as Error).message };
    }
  }
}
