import { assertEquals } from "@std/assert";
import { escapeMarkup, roundNumbers, svgImage } from "@lab/svg";

Deno.test("escapeMarkup() escapes the characters that end text or an attribute in HTML", () => {
  assertEquals(
    escapeMarkup(`<a href="x">b & 'c'</a>`),
    "&lt;a href=&quot;x&quot;&gt;b &amp; 'c'&lt;/a&gt;",
  );
});

Deno.test("roundNumbers() rounds each number in an attribute to 0.01", () => {
  const cases: [value: string, rounded: string][] = [
    ["M0.123456,-7.999L10,1e-9", "M0.12,-8L10,0"],
    ["-0.001 1.005e2 12px", "0 100.5 12px"],
    ["translate(40,12.5)", "translate(40,12.5)"],
    ["none", "none"],
  ];
  for (const [value, rounded] of cases) {
    assertEquals(roundNumbers(value), rounded);
  }
});

Deno.test("svgImage() is an image with its alternative, and the alternative as text", () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>é</text></svg>';
  const bundle = svgImage(svg, 'A "line" & more');
  assertEquals(bundle["text/plain"], 'A "line" & more');
  const [, alt, data] =
    /^<img alt="([^"]*)" src="data:image\/svg\+xml;base64,([^"]*)">$/
      .exec(bundle["text/html"])!;
  assertEquals(alt, "A &quot;line&quot; &amp; more");
  assertEquals(new TextDecoder().decode(Uint8Array.fromBase64(data)), svg);
});
