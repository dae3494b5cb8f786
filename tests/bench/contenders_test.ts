import { checkContender } from "./check_contender.ts";
import { contenders } from "./contenders.ts";

for (const contender of contenders) {
  Deno.test(`${contender.name}: gives the same results as ours`, () =>
    checkContender(contender));
}
