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
  Deno.test(`${contender.name}: gives what is timed as ours`, () =>
    checkContender(contender));
}
