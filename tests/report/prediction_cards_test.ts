import { assert, assertEquals } from "@std/assert";
import { browserTest } from "../browser.ts";
import { open } from "./look.ts";
import { assertInert, elements, main, render, text } from "./read.ts";
import { code, display, figure, md, printed } from "./sample.ts";

const list = (items: string[]) => items.map((item) => `> - ${item}\n`).join("");

/** A quote with a question, its answers and the replies to them. */
function quote(question: string, answers: string[], replies: string[]): string {
  return `> ${question}\n>\n${list(answers)}>\n` +
    `> <details><summary>Replies</summary>\n>\n${list(replies)}>\n> </details>`;
}

const QUESTION = "**Before you run:** how large is $e^2$?";
const CARD = quote(QUESTION, ["about 7", "$3^2$"], [
  "Right: it is $7.39$.",
  "That is 9, see [the output](#seen).",
]);

/** Two cards, the second in the midst of a cell's prose. */
const PAGE = render(
  md(`# Powers\n\nText before.\n\n${CARD}`),
  code("Math.E ** 2", [printed("7.389")]),
  md('Given away <b id="seen">here</b>.\n\n## Next\n\nText after.'),
  code("next()", [printed("never hidden")]),
  md(`Of another.\n\n${CARD}\n\nBefore its outputs.`),
  code("show(f)", [display(figure("Bars."))]),
  code("assert(true)", [printed("checked")], { tags: ["hide-cell"] }),
  md("About them."),
  code("onwards()", [printed("in sight")]),
  md("About that."),
);

Deno.test("renderReport() makes a card of a quote with answers and replies", () => {
  const { html, warnings } = PAGE;
  assertEquals(warnings, []);
  assertInert(html);
  const cards = elements(main(html), "fieldset");
  assertEquals(
    cards.map((card) => card.children.map(textOf)),
    [
      [
        "Before you run: how large is e2?",
        "about 7",
        "Right: it is 7.39.",
        "32",
        "That is 9, see the output.",
        "Show me",
      ],
    ].flatMap((card) => [card, card]),
  );
  const names = cards.map((card) =>
    new Set(elements(card, "input").map(({ properties }) => properties.name))
  );
  assertEquals(names.map(({ size }) => size), [1, 1]);
  assertEquals(new Set(names.flatMap((name) => [...name])).size, 2);
});

function textOf(node: Parameters<typeof text>[0] | { type: string }): string {
  return "children" in node ? text(node).replaceAll(/\s+/g, " ").trim() : "";
}

Deno.test("renderReport() hides the outputs after a card and the prose about them, and nothing further", () => {
  const hidden = elements(main(PAGE.html)).filter(({ properties }) =>
    properties.hidden !== undefined
  );
  assertEquals(hidden.map(textOf), [
    "7.389",
    "Given away here.",
    "0.090.240.67",
    "Check assert(true) checked",
    "About them.",
  ]);
  const waits = elements(main(PAGE.html), "p").map(textOf).filter((line) =>
    line.endsWith("once you have chosen.")
  );
  assertEquals(waits, [
    "The output appears once you have chosen.",
    "The output appears once you have chosen.",
  ]);
});

Deno.test("renderReport() leaves other quotes as they are, and warns of answers without replies", () => {
  const answers = ["4", "40", "400"];
  const replies = ["Few.", "Right.", "Many."];
  const odd = quote(QUESTION, answers, replies.slice(1));
  const { html, warnings } = render(
    md("> **Before you run:** how many?"),
    md(quote("**Note:** no question.", answers, replies)),
    md(odd),
    md(quote(QUESTION, answers.slice(1, 2), replies.slice(1, 2))),
  );
  assertEquals(elements(main(html), "fieldset"), []);
  assertEquals(elements(main(html), "blockquote").length, 4);
  const need =
    'a prediction needs two to four answers and a reply to each, and "Before you run: how large is e^2?" has';
  assertEquals(warnings, [
    `test.ipynb, cell 3: ${need} 3 and 2`,
    `test.ipynb, cell 4: ${need} 1 and 1`,
  ]);
  // An output cannot ask the reader anything.
  const output = render(code("f()", [display({ "text/markdown": CARD })]));
  assertEquals(elements(main(output.html), "fieldset"), []);
});

browserTest(
  "a card answers the keyboard, and shows what it hides on a choice, on paper, and for a link",
  async (browser) => {
    const options = { bypassCSP: false, viewport: { width: 375, height: 800 } };
    await open(browser, PAGE.html, options, async (page) => {
      const heard = async () => {
        const tree = await page.locator("main").ariaSnapshot();
        const words = ["Right: it is", "That is", "7.389", "Given away"]
          .concat("About them.");
        const waits = tree.split("The output appears once").length - 1;
        return [waits, ...words.map((word) => tree.includes(word))];
      };
      const nothing = [2, false, false, false, false, false];
      assertEquals(await heard(), nothing);
      const name = "Before you run: how large is";
      const group = page.getByRole("group", { name }).first();
      await group.getByRole("radio").first().focus();
      await page.keyboard.press("Space");
      assertEquals(await heard(), [1, true, false, true, true, false]);
      await page.keyboard.press("ArrowDown");
      assertEquals(await heard(), [1, false, true, true, true, false]);
      const sizes = await group.locator("label").evaluateAll((labels) =>
        labels.map((label) => label.getBoundingClientRect().height)
      );
      assert(sizes.every((height) => height >= 24), `${sizes}`);
      await group.getByRole("radio").last().click();
      assertEquals(await heard(), [1, true, true, true, true, false]);

      await page.reload();
      assertEquals(await heard(), nothing);
      await page.emulateMedia({ media: "print" });
      assertEquals(await heard(), [0, true, true, true, true, true]);
      await page.emulateMedia({ media: "screen" });
      await page.goto(`${page.url()}#seen`);
      const found = page.locator("#seen");
      assert(await found.isVisible());
      assertEquals(await heard(), [1, false, false, true, true, false]);
    });
  },
);
