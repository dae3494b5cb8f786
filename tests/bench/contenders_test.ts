import { checkContender } from "./check_contender.ts";
import {
  oursInArrays,
  oursInPlace,
  oursOnTwoThreads,
  rowByRow,
} from "./ours.ts";
import { plain } from "./plain.ts";

for (
  const contender of [
    oursInPlace,
    oursInArrays,
    oursOnTwoThreads,
    rowByRow,
    plain,
  ]
) {
  Deno.test(`${contender.name}: gives the same results as ours`, () =>
    checkContender(contender));
}
