import { assertStringIncludes } from "@std/assert";
import { lossAgainstBaseRate } from "@lab/figures";

Deno.test("lossAgainstBaseRate() sums the base rate's extra losses, and turns the interval of the mean into one of the sum", () => {
  const months = ["2019-11", "2019-12", "2020-01", "2020-02"];
  const { title, alt } = lossAgainstBaseRate(months, [1, 1, 1, 1], [
    { name: "better", losses: [0.5, 1.25, 0.5, 0.75], interval: [-0.75, 0.25] },
    { name: "worse", losses: [1, 1.5, 1, 1], interval: [0, 0.25] },
    { name: "the same", losses: [1, 1, 1, 1], interval: [0, 0] },
  ]);
  assertStringIncludes(title, "better +1.0, worse −0.5 and the same 0");
  for (
    const said of [
      "from 2019-11 to 2020-02",
      "better: between 0.0 and 1.0, in the end 1.0, a wealth of 2.7 (95 % interval −1.0 to 3.0)",
      "worse: between −0.5 and 0.0, in the end −0.5, a wealth of 0.61 (95 % interval −1.0 to 0.0)",
    ]
  ) assertStringIncludes(alt, said);
});
