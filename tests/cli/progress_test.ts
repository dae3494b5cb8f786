import { assertEquals } from "@std/assert";
import { duration } from "../../lib/cli/progress.ts";

Deno.test("duration() speaks of seconds, and of minutes from 60 on", () => {
  assertEquals(duration(0), "0.0 s");
  assertEquals(duration(3249), "3.2 s");
  assertEquals(duration(59_949), "59.9 s");
  assertEquals(duration(59_951), "1 min 00 s");
  assertEquals(duration(125_400), "2 min 05 s");
});
