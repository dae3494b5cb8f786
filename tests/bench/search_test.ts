import { assert, assertEquals } from "@std/assert";
import { exactly } from "./exactly.ts";
import { errors } from "./search.ts";

/** The worst rows that search.ts found, by function: "count x logit", T, is float64. */
const WORST: [row: string, T: number, isFloat64: boolean][] = [
  [
    "1 x -8.558348398261902 1 x 4.869226003655211 258 x -4.149153579397106",
    1,
    true,
  ], // logSoftmax, float64, array
  [
    "4 x -5.891760155322412 16 x -1.7328679596013328 31 x -13.516382494395184 17 x -17.678783334153486",
    1,
    false,
  ], // softmax, float32, array
  [
    "15 x -17.675252393852098 2 x -12.804584489823213 16 x -18.511219770270955 1 x -6.581365795228272",
    1,
    true,
  ], // softmax, float64, array
  [
    "1 x 0.16813916197952333 2 x -0.1956586007552812 1 x 0.44440525349896753 8 x 8.677496423658383",
    0.5818664359860123,
    true,
  ], // softmax, float64, in place, T
  [
    "27 x -726.8038980679413 7 x 0.01203533714632032",
    1,
    true,
  ], // logSumExp, float64, array
  [
    "1 x 8.403563492289795 16 x -7.545968209880876 1 x -1.5647115289060989 8 x -5.0164411583384565",
    1,
    true,
  ], // grad, float64, matrix
  ["805 x -372.92617778060486 1 x -335.49720611657665", 1, true], // logSoftmax, float64, array
  ["781 x -536.1427784359632 1 x -180.76540803525884", 1, true], // logSoftmax, float64, matrix
  [
    "24 x -24.606724911663996 31 x -6.358521114221601 7 x -18.3678365022858 16 x 0.38664068927814177",
    1,
    true,
  ], // logSumExp, float64, array
  [
    "1 x 8.562094149179762 8 x -7.54597627775262 1 x -1.564706708859232 1 x -5.017097854246174",
    1,
    true,
  ], // loss, float64, array
  [
    "2 x 7.951285135453016 3 x -0.39604138527775834 1 x 2.8231504623061983 3 x 0.5375272864002378",
    1,
    true,
  ], // loss, float64, matrix
  [
    "12 x -19.75469464288864 34 x -25.99296409085529 40 x -12.823222826602908 39 x -8.865054736901056",
    1,
    false,
  ], // softmax, float32, matrix
  [
    "2 x 999999.554431995 80 x 999999.3663302362 39 x 999999.1404465843",
    0.2185602271114476,
    true,
  ], // softmax, float64, array, T
  [
    "9 x -3.13001196552068 3 x -8.704313215333968 1 x -1.7885311860591362 1 x -1.3447408410773973",
    1,
    true,
  ], // softmax, float64, array
  [
    "2970 x 1000000.4132759323 8 x 1000000.5446435363 4 x 1000000.4836495961",
    0.2156980745238252,
    true,
  ], // softmax, float64, matrix, T
  [
    "3 x -14.209653226291064 3 x -24.606724587055073 33 x -5.199308234249805 25 x -14.902663869038461",
    1,
    true,
  ], // softmax, float64, matrix
  [
    "1 x -0.346573591118757 2 x -11.443581650129682 1 x -4.505438046957255 11 x -15.593141586283648",
    1,
    false,
  ], // grad, float32, matrix
  [
    "1 x -1.03972048638128 1 x -4.517822527832247 8 x -11.45329275131276 4 x -25.993020035461697",
    1,
    true,
  ], // grad, float64, matrix
  [
    "5 x -4.336193722091677 47 x -5.891751023664615 4 x -2.426015073731551 19 x -9.354869554933433",
    1,
    false,
  ], // logSoftmax, float32, matrix
  [
    "1 x -10.05434986660468 1 x -6.584898216273128 20 x -24.606725320299407 1 x -14.89780400693776",
    1,
    true,
  ], // logSoftmax, float64, matrix
  [
    "38 x -16.288958727766968 1 x -0.34657360228740586 46 x -21.14098922503275 21 x -5.198448914488899",
    1,
    true,
  ], // logSumExp, float64, matrix
  [
    "1 x 7.59575277480216 1 x 6.302037189714585 1 x -7.917202571755223 7 x -8.844940769367245",
    1,
    true,
  ], // loss, float64, matrix
  [
    "46 x -15.936079831866124 6 x -25.98757864778773 16 x -10.050581672272301 55 x -27.379311327740744",
    1,
    false,
  ], // softmax, float32, matrix
  [
    "14 x -22.527283252602928 8 x -3.1191688742007617 25 x -15.629359249044361 28 x -14.204719714343414",
    1,
    true,
  ], // softmax, float64, matrix
  [
    "2 x 0.5618618661557573 1 x 13.929829968141377 228 x 0.8595717279240489",
    1,
    true,
  ], // softmaxEntropy, float64, array
  ["72 x -4.276666119016055", 1, true], // logSumExp, whose terms cancel
  ["611 x -379.6694743659161 1 x -342.2423676761918", 1, true], // softmaxEntropy, float64, array
];

Deno.test("every function is within 4 ULP on the worst rows of the search", () => {
  for (const [row, T, isFloat64] of WORST) {
    const shape = [...row.matchAll(/(\d+) x (\S+)/g)]
      .map(([, count, z]) => ({ z: Number(z), count: Number(count) }));
    const far = errors(shape, T, isFloat64).filter(([, x]) => !(x <= 4));
    assertEquals(far, [], row);
  }
});

Deno.test("exactly() has the digits that mpmath has", () => {
  const { softmax, loss, logSumExp, entropy } = exactly([
    { z: -12.180002939993724, count: 1 },
    { z: 0.9896744773037022, count: 1 },
    { z: -3.1684219291205507, count: 1984 },
  ]);
  const high = [softmax[0], loss, logSumExp, entropy].map(([x]) => x);
  const expected = [
    5.956632244018977e-08,
    16.63617548230988,
    4.456172542316157,
    7.494753493540306,
  ];
  for (const [i, x] of high.entries()) {
    assert(!(Math.abs(x / expected[i] - 1) > 2 ** -52), `${x}`);
  }
  assertEquals(
    exactly([{ z: 40, count: 1 }, { z: 0, count: 1 }]).loss[0],
    4.248354255291589e-18,
  );
});
