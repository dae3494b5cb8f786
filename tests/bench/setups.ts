/**
 * The Python libraries on one thread with their usual settings, and two variants
 * worth knowing.
 *
 * @module
 */
import type { Setup } from "./peer.ts";

/** The library that the others are compared with, on as many threads. */
export const BASELINE = "PyTorch";

export const setups: Setup[] = [
  { name: BASELINE, library: BASELINE, threads: 1 },
  {
    // The C library gives large blocks back to the system, and each new one
    // costs as much as the computation.
    name: `${BASELINE}, memory kept`,
    library: BASELINE,
    threads: 1,
    env: {
      MALLOC_MMAP_THRESHOLD_: String(2 ** 30),
      MALLOC_TRIM_THRESHOLD_: String(2 ** 33),
      MALLOC_TOP_PAD_: String(2 ** 28),
    },
  },
  {
    name: "JAX",
    library: "JAX",
    threads: 1,
    // Without the first, softmax still uses two threads.
    env: {
      NPROC: "1",
      XLA_FLAGS:
        "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    },
  },
  { name: "ONNX Runtime", library: "ONNX Runtime", threads: 1 },
  {
    name: `${BASELINE}, 2 threads`,
    library: BASELINE,
    threads: 2,
    computes: (what) => what.function !== "logSoftmax",
  },
];
