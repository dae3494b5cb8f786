import { assertEquals } from "@std/assert";
import type { Element } from "hast";
import { parse, print } from "../../lib/report/hast.ts";
import { roundSvg } from "../../lib/report/round_svg.ts";

const SIZE = 'width="500" viewBox="0 0 500 300"';

/** A drawing as it is written, after a change. */
function written(inner: string, change: (svg: Element) => void, size = SIZE) {
  const [svg] = parse(`<svg ${size}>${inner}</svg>`).children as Element[];
  change(svg);
  return print(svg);
}

/** Asserts that rounding makes of one drawing the other. */
function assertRounded(before: string, after: string, size?: string) {
  assertEquals(
    written(before, roundSvg, size),
    written(after, () => {}, size),
  );
}

Deno.test("roundSvg() rounds places and lengths to what a screen shows", () => {
  const changes: [before: string, after: string][] = [
    ['<circle cx="1.23456" r="2.5"></circle>', '<circle cx="1.23" r="2.5" />'],
    ['<rect x="-0.0001" width="1e-7"></rect>', '<rect x="0" width="0" />'],
    [
      '<path d="M56.123456,30.9999L99.999999,-3.14159A3,3,0,0,1,10.555,2"></path>',
      '<path d="M56.12,31L100,-3.14A3,3,0,0,1,10.55,2" />',
    ],
    [
      '<g transform="translate(10.123456,0.5) rotate(-90.0001)"></g>',
      '<g transform="translate(10.12,0.5) rotate(-90)" />',
    ],
    [
      '<polyline points="1.23456,2 3,4.99999"></polyline>',
      '<polyline points="1.23,2 3,5" />',
    ],
  ];
  for (const [before, after] of changes) assertRounded(before, after);
});

Deno.test("roundSvg() leaves numbers alone that rounding could spoil", () => {
  for (
    const same of [
      '<path d="m1.23456,2 l0.00123,0.00456" />', // Errors would add up.
      '<path d="M1.504.506 1.999.5L0 01.55551" />', // Numbers that touch.
      '<path d="M99.9-0.001L1.23456,2" />',
      '<g transform="scale(100.1234)"><rect x="0.00123" /></g>',
      '<svg viewBox="0 0 1 1"><rect x="0.00123" /></svg>',
      '<linearGradient x1="0.12345"><stop offset="0.12345" /></linearGradient>',
      '<text x="12" textLength="5">1.23456</text>',
      '<rect x="12.34567%" opacity="0.12345" />',
    ]
  ) assertRounded(same, same);
  // Where one unit is, or may be, many pixels.
  for (const size of ['width="500"', 'width="100%"', ""]) {
    const same = '<rect x="0.123456" />';
    assertRounded(same, same, `${size} viewBox="0 0 1 1"`);
  }
});
