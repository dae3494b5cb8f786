/**
 * A kernel for front ends. It stands between them and Deno's own kernel, runs one
 * cell at a time, and says that a cell is done when all its outputs have come.
 *
 * @module
 */

import { Interrupter } from "../kernel/interrupter.ts";
import { Session } from "../kernel/session.ts";
import { Cells } from "./cells.ts";
import { type ConnectionFile, FrontEnds, type Request } from "./front_ends.ts";
import { Publisher } from "./publisher.ts";
import { Requests } from "./requests.ts";

/** Options of {@linkcode serveKernel}. */
export interface ServeOptions {
  /** The folder that the cells run in. */
  cwd: string;
  /** Whether to warn of types that do not fit. */
  types?: boolean;
  /** Ends the kernel. */
  signal?: AbortSignal;
}

/**
 * Serves front ends until one of them asks the kernel to end.
 *
 * @param file what Jupyter's connection file says
 * @throws {KernelDiedError} when Deno's kernel ends
 * @throws {KernelError} when it does not start, or a port is taken
 */
export async function serveKernel(
  file: ConnectionFile,
  options: ServeOptions,
): Promise<void> {
  const front = new FrontEnds(file);
  try {
    const earlier: Request[] = [];
    front.onRequest = (request) => earlier.push(request);
    using interrupter = new Interrupter();
    await using session = await Session.start(
      { ...options, reader: true },
      interrupter,
    );
    const publisher = new Publisher(front);
    const parts = { front, session, publisher };
    await using cells = new Cells({ ...parts, ...options, interrupter });
    await new Requests({ ...parts, cells }).serve(earlier);
  } finally {
    await front.close();
  }
}
