// A worker of a program's own: takes softmax of batches that are all the number
// it is sent but for a 0 in each row, and says what their first column became.

import { matrix, softmax } from "@lab/kernels";

/** What a worker has, where the checker takes the file for a program's own. */
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
