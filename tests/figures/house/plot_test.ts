import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { Figure, Plot, plot } from "@lab/figures";
import { freeLabels } from "../../../lib/figures/house/free_labels.ts";
import { labelWidth } from "../../../lib/figures/house/label.ts";

const words = { title: "Squares grow", alt: "A rising curve" };

Deno.test("plot() draws Plot's marks under a title and a subtitle", () => {
  const figure = plot({
    ...words,
    subtitle: "x against x²",
    marks: [Plot.dot([[1, 1], [2, 4], [3, 9]])],
  });
  assert(figure instanceof Figure);
  assertEquals(figure.title, "Squares grow");
  assertEquals(figure.alt, "A rising curve");
  assertEquals(figure.svg.match(/<circle /g)?.length, 3);
  assert(figure.svg.includes(">Squares grow</tspan>"));
  assert(figure.svg.includes(">x against x²</tspan>"));
});

Deno.test("plot() with a long title grows by its lines", () => {
  const height = (title: string) =>
    Number(plot({ ...words, title }).svg.match(/ height="(\d+)"/)![1]);
  assertEquals(height("A ".repeat(40).trim()) - height("A"), 24);
});

Deno.test("plot() without a title or a text alternative is a TypeError", () => {
  assertThrows(
    // @ts-expect-error: alt is required
    () => plot({ title: "Squares grow" }),
    TypeError,
    "Cannot draw a figure: need a text as alt, got undefined",
  );
  assertThrows(
    () => plot({ ...words, title: " " }),
    TypeError,
    'Cannot draw a figure: need a text as title, got " "',
  );
});

Deno.test("plot() with a legend is a TypeError that says what to do", () => {
  assertThrows(
    () =>
      plot({
        ...words,
        color: { legend: true },
        marks: [Plot.dot([[1, 1]], { fill: () => "a" })],
      }),
    TypeError,
    "Cannot draw a legend: label the marks themselves, for example with Plot.text",
  );
});

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

Deno.test("freeLabels() places no label nearer to another dot than to its own", () => {
  const tag = { x: 100, y: 100, text: "step 4" };
  const dx = (...others: { x: number; y: number }[]) =>
    freeLabels([tag], [tag, ...others], [], [300, 200])
      .map((mark) => Math.sign((mark as unknown as { dx: number }).dx));
  assertEquals(dx(), [1]);
  const end = tag.x + labelWidth([tag.text]) + 10;
  assertEquals(dx({ x: end + 15, y: tag.y }), [1]);
  assertEquals(dx({ x: end + 5, y: tag.y }), [-1]);
});
