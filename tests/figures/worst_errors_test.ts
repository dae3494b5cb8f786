import { assertStringIncludes } from "@std/assert";
import { type ContenderErrors, worstErrors } from "@lab/figures";
import { errors } from "./samples.ts";

Deno.test("worstErrors() says the worst of each contender and function in float32, and in how many kinds no digit is right", () => {
  const others = errors.map((e) => ({ ...e, dtype: "float64", regimes: [] }));
  const { alt } = worstErrors([...others, ...errors]);
  for (
    const said of [
      "softmax: softmax-lab 1.3; other 8000; third 3.0.",
      "loss: softmax-lab 0.75; other no number, 2 of 3.",
      "All digits are lost at 1.7×10⁷.",
    ]
  ) assertStringIncludes(alt, said);
});

Deno.test("worstErrors() says that the others lose every digit only where all do", () => {
  for (
    const [other, third, said] of [
      [Infinity, 2 ** 23, "the others lose every digit somewhere"],
      [Infinity, 2 ** 22, "no number"],
      [8000, 3, "8000"],
    ] as const
  ) {
    const ulps: Record<string, number> = { other, third, "softmax-lab": 1.25 };
    const { title } = worstErrors(errors.map((e): ContenderErrors => ({
      ...e,
      regimes: [{ ulps: ulps[e.contender] }],
    })));
    assertStringIncludes(title, "softmax-lab is at most 1.3 units off");
    assertStringIncludes(title, said);
  }
});
