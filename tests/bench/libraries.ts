/**
 * Tests of the contenders that need packages of their own. `deno test` does not
 * find them; `deno task ok` runs them:
 *
 *     deno test -A --lock=tests/bench/deno.lock tests/bench/libraries.ts
 *
 * @module
 */
import { checkContender } from "./check_contender.ts";
import { contendersOfPackages } from "./contenders.ts";

for (const contender of await contendersOfPackages()) {
  Deno.test(`${contender.name}: gives the same results as ours`, () =>
    checkContender(contender));
}
