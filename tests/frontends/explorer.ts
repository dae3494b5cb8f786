/**
 * An explorer on the screen: looked at, and moved by mouse and keyboard.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Locator } from "playwright-core";

export class Explorer {
  readonly #group: Locator;

  /** @param group its row of radio buttons */
  constructor(group: Locator) {
    this.#group = group;
  }

  /** The names of its buttons, in order. */
  names(): Promise<string[]> {
    return this.#group.getByRole("radio").evaluateAll((buttons) =>
      buttons.map((button) => button.ariaLabel!)
    );
  }

  /** The headings of the visible pictures: just one, the name of the chosen button. */
  shown(): Promise<string[]> {
    return this.#group.locator("b:visible").allInnerTexts();
  }

  /** Whether it is light on dark. */
  isDark(): Promise<boolean> {
    return this.#group.evaluate((group) => {
      const brightness = (color: string) =>
        Math.max(...color.match(/[\d.]+/g)!.slice(0, 3).map(Number));
      const { color, backgroundColor } = getComputedStyle(
        group.closest(".lab-figure")!,
      );
      return brightness(color) > brightness(backgroundColor);
    });
  }

  /** Chooses a button with the mouse. */
  click(name: string): Promise<void> {
    return this.#group.getByRole("radio", { name, exact: true }).click();
  }

  /** Presses a key where the focus is. */
  press(key: string): Promise<void> {
    return this.#group.page().keyboard.press(key);
  }
}
