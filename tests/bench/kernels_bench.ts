import { crossEntropyWithGrad, type Dtype, softmax } from "@lab/kernels";

const SHAPES = [[32, 27], [1024, 1000], [64, 50257]];
const DTYPES: Dtype[] = ["float32", "float64"];

for (const [rows, cols] of SHAPES) {
  for (const dtype of DTYPES) {
    const size = rows * cols;
    const data = dtype === "float32"
      ? new Float32Array(size)
      : new Float64Array(size);
    // every value from −5 to 5, in an order without a pattern
    data.forEach((_, k) => data[k] = (k * 7919 % 10007) / 10007 * 10 - 5);
    const Z = { data, rows, cols };
    const targets = Array.from({ length: rows }, (_, i) => i % cols);
    const group = `${dtype} [${rows}, ${cols}]`;

    Deno.bench(`softmax, ${group}`, { group }, () => {
      softmax(Z);
    });
    Deno.bench(`crossEntropyWithGrad, ${group}`, { group }, () => {
      crossEntropyWithGrad(Z, targets);
    });
  }
}
