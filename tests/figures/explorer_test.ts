import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { type Explorer, gapExplorer, temperatureExplorer } from "@lab/figures";
import { argmax, entropy, softmax } from "@lab/kernels";
import { style } from "../../lib/figures/house/palette.ts";
import { bundle, explorers } from "./samples.ts";

const logits = [1.2, 0.3, -0.8];

/** The states of an explorer, in order: its heading, its numbers, and the line below. */
function states(explorer: Explorer) {
  return explorer.html("x").matchAll(/<b>([^<]+)<\/b>(.+?)<em>([^<]+)<\/em>/g)
    .map(([, heading, bars, says]) => ({
      heading,
      numbers: bars.matchAll(/<i>([^<]+)<\/i>/g)
        .map(([, n]) => n.replace("&lt;", "<").replace("&gt;", ">")).toArray(),
      says,
    })).toArray();
}

Deno.test("temperatureExplorer() has 25 steps from 0.05 to 20, about even on a log scale, and both limits", () => {
  const headings = states(temperatureExplorer(logits)).map((s) => s.heading);
  const [zero, ...steps] = headings.map((text) => text.replace("T = ", ""));
  assertEquals([zero, steps.pop()], ["0", "∞"]);
  const temperatures = steps.map(Number);
  assertEquals(temperatures.length, 25);
  assertEquals([temperatures[0], temperatures[24]], [0.05, 20]);
  temperatures.slice(1).forEach((T, i) => {
    const even = 400 ** (1 / 24);
    assert(Math.abs(Math.log(T / temperatures[i] / even)) < 0.1, `${T}`);
  });
  for (const T of [0.1, 0.5, 1, 2, 10]) assert(temperatures.includes(T));
});

Deno.test("temperatureExplorer() shows softmax with its entropy and its favourite", () => {
  for (
    const { heading, numbers, says } of states(temperatureExplorer(logits))
  ) {
    const temperature = Number(heading.slice(4).replace("∞", "Infinity"));
    const p = softmax(logits, { temperature });
    assertEquals(numbers.map((n) => n.replace(/^\D/, "")), [
      ...p.map((p) =>
        p === 0 || p === 1
          ? `${p}`
          : Math.min(0.999, Math.max(0.001, p)).toFixed(3)
      ),
    ]);
    const nats = Number(/[\d.]+/.exec(says)![0]);
    assert(Math.abs(nats - entropy(p)) <= 0.001, says);
    const favourite = ["buy", "hold", "sell"][argmax(p)];
    assertEquals(
      says.split("choice: ")[1],
      temperature === Infinity ? "any" : favourite,
    );
  }
});

Deno.test("temperatureExplorer() says who ties", () => {
  const explorer = temperatureExplorer([1, 1, 0]);
  assertStringIncludes(explorer.title, "buy and hold from 0.50 to 0.33 each");
  assertStringIncludes(explorer.html("x"), "choice: buy or hold<");
});

Deno.test("gapExplorer() multiplies the ratio by e with each step", () => {
  states(gapExplorer()).forEach(({ heading, numbers, says }, gap) => {
    assertEquals(heading, `gap = ${gap}`);
    const p = softmax([gap, 0])[0];
    assertEquals(numbers[0], p > 0.9995 ? ">0.999" : p.toFixed(3));
    const ratio = Math.exp(gap);
    assertStringIncludes(
      says,
      gap === 0
        ? "just as likely"
        : ` ${
          gap < 5 ? ratio.toPrecision(3) : Math.round(ratio)
        } times as likely`,
    );
  });
});

Deno.test("gapExplorer() keeps the colours of its two classes, and needs at least two", () => {
  const html = bundle(gapExplorer())["text/html"];
  const colors = html.matchAll(/--k\w:var\(--class-(\d)\)/g).map(([, i]) => i);
  assertEquals([...colors], ["0", "2", "6"]); // The third is the ratio.
  assertThrows(
    () => gapExplorer({ classes: ["a"] }),
    RangeError,
    "Cannot draw a gap: need at least two classes, got 1",
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

Deno.test("every explorer has a title, a text, a still image and one button that is chosen", () => {
  for (const [name, make] of Object.entries(explorers)) {
    const explorer = make();
    assert(explorer.title.length <= 100, explorer.title);
    const { "text/html": html, "text/plain": plain } = bundle(explorer);
    assertEquals(plain, explorer.alt, name);
    assert(html.startsWith('<div class="lab-still"><img alt="'), name);
    assert(html.includes(style), name);
    assertEquals(html.match(/ checked /g)?.length, 1, name);
    const labels = html.matchAll(/<input [^>]*aria-label="([^"]+)"/g)
      .map(([, label]) => label).toArray();
    assertEquals(labels.length, new Set(labels).size, name);
    // JupyterLab takes the arrow keys from a button without it.
    assertEquals(
      html.match(/<input [^>]* data-lm-suppress-shortcuts>/g)?.length,
      labels.length,
      name,
    );
    assertEquals(states(explorer).map((state) => state.heading), labels, name);
    assertEquals(
      html.match(/<(script|form|button)\b| on\w+=| id=/),
      null,
      name,
    );
  }
});
