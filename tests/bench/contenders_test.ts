import { checkContender } from "./check_contender.ts";
import {
  oursInArrays,
  oursInPlace,
  oursOnTwoThreads,
  readable,
} from "./ours.ts";
import { plain } from "./plain.ts";

for (
  const contender of [
    oursInPlace,
    oursInArrays,
    oursOnTwoThreads,
    readable,
    plain,
  ]
) {
  Deno.test(`${contender.name}: gives the same results as ours`, () =>
    checkContender(contender));
}
