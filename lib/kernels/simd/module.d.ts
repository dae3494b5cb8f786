/** The kernels that assembly/ is compiled to by `deno task build`. */
declare const kernels: WebAssembly.Module;
export default kernels;
