import { assert, assertStringIncludes, assertThrows } from "@std/assert";
import * as Plot from "@observablehq/plot";

const dots = Plot.dot([[1, 1], [2, 4]], { fill: "1" });

/** The element as markup; Deno has no types for it. */
const markup = (element: unknown) =>
  (element as { outerHTML: string }).outerHTML;

Deno.test("Observable Plot draws plots, legends and single marks without a document", () => {
  for (const draw of [() => Plot.plot({ marks: [dots] }), () => dots.plot()]) {
    assert(markup(draw()).startsWith("<svg "));
  }
  const color = { type: "quantize", n: 3, legend: true } as const;
  assertStringIncludes(markup(Plot.plot({ color, marks: [dots] })), "<figure");
  assertStringIncludes(
    markup(Plot.legend({ color: { ...color, domain: [0, 1] } })),
    "<rect",
  );
});

Deno.test("Observable Plot says what only a browser can draw", () => {
  const marks = [dots];
  assertThrows(
    () => Plot.plot({ marks, color: { legend: true } }),
    TypeError,
    "Cannot draw a raster or the legend of a continuous colour scale",
  );
});
