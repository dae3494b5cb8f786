/**
 * Threads that help with a job. They start at the first job that asks for them,
 * and join the open job as soon as they are ready, so that no job waits for a
 * thread to start. They end after a tenth of a second without a job. They need no
 * permission. A job whose helpers cannot start is done without them.
 *
 * @module
 */

import { views } from "./heap.ts";
import {
  CONSTANTS,
  JOB,
  MAX_THREADS,
  memory,
  module,
  SLOTS,
} from "./instance.ts";

const { Worker, crossOriginIsolated } = globalThis as
  & typeof globalThis
  & { crossOriginIsolated?: boolean };

const script = `
onmessage = ({ data: { module, memory, job, index, slot, constants } }) => {
  const imports = { env: { memory }, math: Math };
  const { useThread, help } = new WebAssembly.Instance(module, imports).exports;
  try {
    useThread(index, constants);
    help(job);
  } finally {
    Atomics.store(new Int32Array(memory.buffer), slot, 0);
    close();
  }
};`;

/**
 * Whether this thread can have helpers: share its memory with them, as a page may if
 * it is isolated, and wait for them, as all but the main thread of a page may.
 */
function canHaveHelpers(): boolean {
  if (!Worker || crossOriginIsolated === false) return false;
  try {
    Atomics.wait(views.int32, 0, -1, 0);
    return true;
  } catch {
    return false;
  }
}

/** The most helpers. More threads than processors would wait for each other. */
export const MAX_HELPERS = canHaveHelpers()
  ? Math.min(MAX_THREADS, navigator.hardwareConcurrency) - 1
  : 0;

/** The address of the script. Browsers share memory only with a script of their own origin. */
let url: string | undefined;

/** Starts threads until this many help, or are about to. */
export function callHelpers(count: number): void {
  let missing = Math.min(count, MAX_HELPERS);
  const first = SLOTS / 4;
  const slots = views.int32.subarray(first, first + MAX_THREADS);
  for (let k = 1; k < MAX_THREADS; k++) missing -= Atomics.load(slots, k);
  for (let k = 1; k < MAX_THREADS && missing > 0; k++) {
    if (Atomics.compareExchange(slots, k, 0, 1) === 1) continue;
    missing--;
    const free = () => Atomics.store(slots, k, 0);
    try {
      const worker = new Worker(
        url ??= URL.createObjectURL(
          new Blob([script], { type: "text/javascript" }),
        ),
        { type: "module", name: "softmax-lab" },
      );
      worker.onerror = (event) => {
        event.preventDefault();
        free();
      };
      worker.postMessage({
        module,
        memory,
        job: JOB,
        index: k,
        slot: first + k,
        constants: CONSTANTS + 128 * k,
      });
    } catch {
      free();
      return;
    }
  }
}
