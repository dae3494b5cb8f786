import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Explorer, gapExplorer } from "@lab/figures";
import { softmax } from "@lab/kernels";
import { style } from "../../lib/figures/house/palette.ts";
import { bundle, explorers } from "./samples.ts";

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

Deno.test("gapExplorer() keeps the colours of its two classes", () => {
  const html = bundle(explorers.gapExplorer())["text/html"];
  const colors = html.matchAll(/--k\w:var\(--class-(\d)\)/g).map(([, i]) => i);
  assertEquals([...colors], ["0", "2", "6"]); // The third is the ratio.
});

Deno.test("an explorer that is shown twice has two groups of buttons, the first always of one name", () => {
  const group = (explorer: Explorer) =>
    new Set(
      bundle(explorer)["text/html"].matchAll(/ name="([^"]+)"/g)
        .map(([, name]) => name),
    );
  const make = () => gapExplorer({ classes: ["one", "two"] });
  const [first, second, other] = [
    group(make()),
    group(make()),
    group(gapExplorer({ classes: ["one", "other"] })),
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
