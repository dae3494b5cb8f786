/**
 * The test that every notebook passes in a front end.
 *
 * @module
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { parseNotebook } from "@lab/nbformat";
import { browserTest } from "../browser.ts";
import { ignoredWithoutJupyter, isLong, Jupyter, rounds } from "./jupyter.ts";
import { committed, Lesson, lost, outputs, type Theme } from "./lesson.ts";
import { type FrontEnd, Server } from "./server.ts";
import { NOTEBOOKS } from "../lessons.ts";
import { runRestless, writeRestless } from "./restless.ts";

/**
 * Registers the test that a front end opens notebooks without a dialog, runs
 * all of each without losing an output, draws its figures in each theme, lets the
 * arrow keys move its explorers, and saves the file as it is committed. Then, that
 * it shows all that restless cells say, keeps variables after Stop, and outlives
 * its kernel.
 *
 * @param some the notebooks that it opens in the gate; with `LAB_ROUNDS` it opens
 * all of them, that many times
 */
export function frontEndTest(
  name: string,
  frontEnd: FrontEnd,
  themes: Theme[],
  some: string[],
): void {
  const test =
    `${name} opens, runs and saves notebooks, no output lost, every figure drawn, every explorer moved`;
  if (ignoredWithoutJupyter(test)) return;
  browserTest(test, async (browser, t) => {
    const notebooks = isLong() ? NOTEBOOKS : some;
    using jupyter = await Jupyter.create();
    await using server = await Server.start(jupyter, frontEnd);
    // One for all lessons: what one of them has loaded, the next does not load again.
    const context = await browser.newContext({
      viewport: { width: 1280, height: 1500 }, // higher than any figure
    });
    const open = (name: string) =>
      Lesson.open({ context, jupyter, server, frontEnd, name });
    await t.step("restless cells", async () => {
      await using lesson = await open(writeRestless(jupyter, true));
      await runRestless(lesson, rounds());
    });
    for (let round = 1; round <= rounds(); round++) {
      for (const name of notebooks) {
        await t.step(`${name}, round ${round}`, async () => {
          await using lesson = await open(name);
          assertEquals(await lesson.dialogs(), []);
          await lesson.runAll();
          assertEquals(await lesson.dialogs(), []);
          for (const theme of themes) {
            await lesson.wear(theme);
            await checkFigures(lesson, name, theme);
            await checkExplorers(lesson, name, theme);
          }
          const text = await lesson.save();
          assertEquals(lost(name, parseNotebook(text, name)), []);
          assertEquals(text, committed(name).text);
        });
      }
    }
  });
}

/** All of the lesson's figures are drawn, with a title large enough to be read. */
async function checkFigures(
  lesson: Lesson,
  name: string,
  theme: Theme,
): Promise<void> {
  const wanted = shownAs("<img ", name);
  const figures = await lesson.figures(wanted.length);
  assertEquals(figures.map(({ alt }) => alt), wanted);
  for (const { alt, width, height, isDark, title } of figures) {
    assertEquals(isDark, theme === "Dark", alt);
    assert(width > 100 && height > 100, `${width} x ${height}: ${alt}`);
    assertGreater(title.text.length, 10, alt);
    assertGreater(title.size, 12, title.text);
    assertGreater(title.contrast, 7, title.text);
  }
}

/** All dials of the lesson's figures follow the theme and keep the arrow keys to themselves. */
async function checkExplorers(
  lesson: Lesson,
  name: string,
  theme: Theme,
): Promise<void> {
  const { length } = committed(name).text.match(/role=\\"radiogroup/g) ?? [];
  const explorers = await lesson.explorers(length);
  assertEquals(explorers.length, length);
  for (const explorer of explorers) {
    assertEquals(await explorer.isDark(), theme === "Dark");
    const names = await explorer.names();
    await explorer.click(3);
    const active = await lesson.activeCell();
    for (
      const [key, index] of [
        ["ArrowRight", 4],
        ["ArrowDown", 5],
        ["ArrowLeft", 4],
        ["ArrowUp", 3],
      ] as const
    ) {
      await explorer.press(key);
      const [chosen, ...headings] = await explorer.shown();
      assertEquals(chosen, names[index], key);
      for (const heading of headings) assertEquals(heading, chosen, key);
    }
    assertEquals(await lesson.activeCell(), active);
  }
}

/** The text of each of the lesson's outputs whose HTML starts with this. */
function shownAs(start: string, name: string): unknown[] {
  return outputs(committed(name).notebook).flat().flatMap((output) =>
    output.output_type === "display_data" &&
      String(output.data["text/html"]).startsWith(start)
      ? [output.data["text/plain"]]
      : []
  );
}
