// A program in which threads help with the work. Its first argument says what
// is wrong with Worker, its second is the number of threads. It prints, as
// JSON, whether all results were right, and the number of workers made before
// and after a pause.

const [what, threads] = Deno.args;
let made = 0;

const workers: Record<string, unknown> = {
  right: class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      made++;
    }
  },
  missing: undefined,
  throwing: class {
    constructor() {
      throw new Error("no workers here");
    }
  },
  broken: class extends Worker {
    constructor() {
      super("data:text/javascript,throw 'broken'", { type: "module" });
    }
  },
};
Object.assign(globalThis, { Worker: workers[what] });
const { matrix, softmax } = await import("@lab/kernels");
// Later changes of Worker, such as some libraries make, make no difference.
Object.assign(globalThis, { Worker: undefined });

using Z = matrix.empty(512, 1000, "float32");

function isRight() {
  Z.data.fill(0);
  softmax(Z, { threads: Number(threads), out: Z });
  return Z.data.every((x) => x === Math.fround(1 / 1000));
}

const right: boolean[] = [];
for (let k = 0; k < 10; k++) right.push(isRight());
const before = made;
// a busy machine takes its time to end the first
for (let k = 0; before > 0 && made === before && k < 50; k++) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  right.push(isRight());
}
console.log(
  JSON.stringify({
    isRight: right.every(Boolean),
    made: [before, made - before],
  }),
);
