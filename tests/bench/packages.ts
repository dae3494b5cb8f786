/**
 * The packages that only the benchmarks need.
 *
 * Before any task, Deno fetches everything in the project's lock, and it locks
 * every package that it sees in an import. So these are imported by a name in a
 * variable, typed by hand, and locked in tests/bench/deno.lock.
 *
 * @module
 */

export const TFJS_CORE = "npm:@tensorflow/tfjs-core@4.22.0";
export const TFJS_WASM = "npm:@tensorflow/tfjs-backend-wasm@4.22.0";
export const JAX_JS = "npm:@jax-js/jax@0.1.25";
export const ONNXRUNTIME_WEB = "npm:onnxruntime-web@1.30.0";
