import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { argmax, entropy, softmax } from "@lab/kernels";
import { type Explorer, gapExplorer } from "@lab/figures";
import { gapExplorerData } from "../../lib/figures/gap_explorer.ts";
import {
  temperatureExplorer,
  temperatureExplorerData,
  TEMPERATURES,
} from "../../lib/figures/temperature_explorer.ts";
import { style } from "../../lib/figures/house/palette.ts";
import { bundle, explorers } from "./samples.ts";

const logits = [1.2, 0.3, -0.8];

Deno.test("temperatureExplorer() has 25 steps about even on a log scale from 0.05 to 20, and both limits", () => {
  assertEquals(TEMPERATURES.length, 25);
  assertEquals([TEMPERATURES[0], TEMPERATURES.at(-1)], [0.05, 20]);
  const even = 400 ** (1 / 24);
  TEMPERATURES.slice(1).forEach((T, i) => {
    assert(Math.abs(Math.log(T / TEMPERATURES[i] / even)) < 0.1, `${T}`);
  });
  for (const T of [0.1, 0.5, 1, 2, 10]) assert(TEMPERATURES.includes(T));
  const { states } = temperatureExplorerData(logits);
  assertEquals(states.map(({ temperature }) => temperature), [
    0,
    ...TEMPERATURES,
    Infinity,
  ]);
});

Deno.test("temperatureExplorerData() is softmax with its entropy and its favourite", () => {
  const { states } = temperatureExplorerData(logits);
  for (const { temperature, p, entropy: H, leaders } of states) {
    assertEquals(p, softmax(logits, { temperature }));
    assertEquals(H, entropy(p));
    assertEquals(
      leaders,
      temperature === Infinity
        ? ["buy", "hold", "sell"]
        : [["buy", "hold", "sell"][argmax(p)]],
    );
  }
});

Deno.test("temperatureExplorer() says what a tie does", () => {
  assertEquals(
    temperatureExplorer([1, 1, 0]).title,
    "Heat takes buy and hold from 0.50 to 0.33 each, and no class overtakes them",
  );
  assertEquals(
    temperatureExplorer([0, 0]).title,
    "Temperature changes nothing where all classes tie",
  );
  assertStringIncludes(
    temperatureExplorer([1, 1, 0]).html("x"),
    "choice: buy or hold<",
  );
});

Deno.test("gapExplorerData() multiplies the ratio by e with each step", () => {
  const data = gapExplorerData();
  data.forEach(({ gap, p, ratio }, i) => {
    assertEquals(gap, i);
    assertAlmostEquals(ratio / Math.exp(gap), 1, 1e-14);
    assertEquals(p[0] / p[1], ratio);
  });
});

Deno.test("gapExplorer() keeps the colours of its two classes, and wants two", () => {
  const html = bundle(gapExplorer())["text/html"];
  assert(html.includes("--C:var(--class-0)"));
  assert(html.includes("--C:var(--class-2)"));
  assert(!html.includes("--C:var(--class-1)"));
  assertThrows(
    () => gapExplorer({ classes: ["a", "b"], pair: [0, 2] }),
    RangeError,
    "Cannot draw a gap: need two of 2 classes, got 0 and 2",
  );
});

Deno.test("an explorer that is shown twice has two groups of buttons, the first always of one name", () => {
  const group = (explorer: Explorer) =>
    new Set(
      bundle(explorer)["text/html"].matchAll(/ name="([^"]+)"/g)
        .map(([, name]) => name),
    );
  const make = () => temperatureExplorer([0.25, 0.125]);
  const [first, second, other] = [
    group(make()),
    group(make()),
    group(temperatureExplorer([0.25, 0.5])),
  ];
  assertEquals([first.size, second.size, other.size], [1, 1, 1]);
  const [name] = first;
  assertEquals([...second], [`${name}-2`]);
  assert(!other.has(name));
});

for (const [name, make] of Object.entries(explorers)) {
  Deno.test(`${name}: has a title, a text, a still image and one button that is chosen`, () => {
    const explorer = make();
    assert(explorer.title.length <= 100, explorer.title);
    const { "text/html": html, "text/plain": plain } = bundle(explorer);
    assertEquals(plain, explorer.alt);
    assert(html.startsWith('<div class="lab-still"><img alt="'));
    assert(html.includes(style));
    assertEquals(html.match(/ checked /g)?.length, 1);
    const labels = html.matchAll(/<input [^>]*aria-label="([^"]+)"/g)
      .map(([, label]) => label).toArray();
    assertEquals(labels.length, new Set(labels).size);
    // JupyterLab takes the arrow keys from a button without it.
    assertEquals(
      html.match(/<input [^>]* data-lm-suppress-shortcuts>/g)?.length,
      labels.length,
    );
    const headings = html.matchAll(/<b>([^<]+)<\/b>/g)
      .map(([, text]) => text).toArray();
    assertEquals(headings, labels);
    assertEquals(html.match(/<(script|form|button)\b| on\w+=| id=/), null);
  });
}
