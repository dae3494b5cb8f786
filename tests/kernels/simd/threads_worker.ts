// A worker of the program under test. It takes softmax of batches whose numbers
// are all x, except for a 0 at the start of each row, and sends back the different
// values of the first column.

import { matrix, softmax } from "@lab/kernels";

/** A worker's globals: the checker takes the file for a main program. */
const worker = globalThis as unknown as {
  onmessage: (event: MessageEvent<number>) => void;
  postMessage(message: number[]): void;
};

worker.onmessage = ({ data: x }) => {
  using Z = matrix.empty(200, 1000);
  const firsts = new Set<number>();
  for (let k = 0; k < 20; k++) {
    Z.data.fill(x);
    for (let i = 0; i < Z.rows; i++) Z.data[i * Z.cols] = 0;
    softmax(Z, { threads: 2, out: Z });
    for (let i = 0; i < Z.rows; i++) firsts.add(Z.data[i * Z.cols]);
  }
  worker.postMessage([...firsts]);
};
