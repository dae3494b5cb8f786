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
      buttons.map((button) =>
        button.ariaLabel ?? button.parentElement!.textContent
      )
    );
  }

  /** The name of the chosen button, and the headings of the pictures that an explorer then shows: just one, that name. */
  async shown(): Promise<string[]> {
    const radios = this.#group.getByRole("radio");
    const names = await this.names();
    const chosen = await radios.evaluateAll((buttons) =>
      buttons.findIndex((button) => (button as HTMLInputElement).checked)
    );
    const headings = this.#group.locator("p b:visible");
    return [names[chosen], ...await headings.allInnerTexts()];
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
  click(index: number): Promise<void> {
    return this.#group.getByRole("radio").nth(index).click();
  }

  /** Presses a key where the focus is. */
  press(key: string): Promise<void> {
    return this.#group.page().keyboard.press(key);
  }
}
