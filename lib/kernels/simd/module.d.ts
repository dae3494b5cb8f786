/** The kernels of assembly/, which `deno task build` compiles. */
declare const kernels: WebAssembly.Module;
export default kernels;
