// TypeScript does not know imports of a module's source yet.
import source kernels from "./kernels.wasm";

export default kernels;
