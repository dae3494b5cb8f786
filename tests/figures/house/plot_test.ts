import { assert, assertEquals, assertThrows } from "@std/assert";
import { Figure, Plot, plot } from "@lab/figures";

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
