/**
 * A lesson on the screen: opened, run and saved as a reader does.
 *
 * @module
 */
import { assertEquals, equal } from "@std/assert";
import type { BrowserContext, Locator, Page } from "playwright-core";
import {
  type CodeCell,
  type Notebook,
  type Output,
  parseNotebook,
} from "@lab/nbformat";
import type { Jupyter } from "./jupyter.ts";
import { Explorer } from "./explorer.ts";
import { look, type ShownFigure } from "./look.ts";
import type { FrontEnd, Server } from "./server.ts";

/** The path at which a front end shows a notebook; JupyterLab in a workspace of its own. */
const VIEWS = {
  lab: () => `lab/workspaces/${crypto.randomUUID()}/tree`,
  notebook: () => "notebooks",
};

const RUN_ALL = 'jp-button[data-command="notebook:restart-run-all"]';
const STOP = 'jp-button[data-command="notebook:interrupt-kernel"]';

export type Theme = "Light" | "Dark";

/** A lesson that a front end has opened. */
export class Lesson implements AsyncDisposable {
  readonly page: Page;
  readonly #path: string;

  private constructor(page: Page, path: string) {
    this.page = page;
    this.#path = path;
  }

  /** Opens a lesson; resolves when its kernel waits for work. */
  static async open(
    { context, jupyter, server, frontEnd, name }: {
      context: BrowserContext;
      jupyter: Jupyter;
      server: Server;
      frontEnd: FrontEnd;
      name: string;
    },
  ): Promise<Lesson> {
    const page = await context.newPage();
    await page.goto(server.url(VIEWS[frontEnd](), `notebooks/${name}`));
    const lesson = new Lesson(page, jupyter.lesson(name));
    await page.waitForFunction(
      () => {
        // deno-lint-ignore no-explicit-any
        const widget = (globalThis as any).jupyterapp?.shell?.currentWidget;
        return widget?.context?.isReady &&
          widget.sessionContext.session?.kernel?.status === "idle";
      },
      undefined,
      { timeout: 60_000 },
    );
    return lesson;
  }

  /** The texts of open dialogs. */
  dialogs(): Promise<string[]> {
    return this.page.locator(".jp-Dialog").allInnerTexts();
  }

  /**
   * Clears the saved outputs, and then does Restart and Run All; resolves when a
   * cell has been executed, by default the last one.
   *
   * @param index the cell's
   */
  async runAll(index = -1): Promise<void> {
    await this.#do("notebook:clear-all-cell-outputs");
    await this.page.locator(RUN_ALL).click();
    await this.page.locator(".jp-Dialog .jp-mod-accept").click();
    await this.page.waitForFunction(
      (index) => {
        // deno-lint-ignore no-explicit-any
        const widget = (globalThis as any).jupyterapp.shell.currentWidget;
        return widget.sessionContext.session?.kernel?.status === "idle" &&
          widget.content.model.toJSON().cells.filter((
              // deno-lint-ignore no-explicit-any
              cell: any,
            ) => cell.cell_type === "code"
            ).at(index).execution_count !== null;
      },
      index,
      { timeout: 120_000 },
    );
  }

  /** Starts a cell, by its index. */
  async run(index: number): Promise<void> {
    await this.page.evaluate((index) => {
      // deno-lint-ignore no-explicit-any
      const { commands, shell } = (globalThis as any).jupyterapp;
      const { content } = shell.currentWidget;
      content.deselectAll();
      content.activeCellIndex = index;
      commands.execute("notebook:run-cell");
    }, index);
  }

  /** Clicks on Stop. */
  async stop(): Promise<void> {
    await this.page.locator(STOP).click();
  }

  /** Waits until the outputs of a cell have this text. */
  async shows(index: number, text: string): Promise<void> {
    for (let tries = 0; !(await this.outputs())[index].includes(text);) {
      if (++tries > 300) assertEquals((await this.outputs())[index], text);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Waits until the front end says that it starts the kernel again. */
  async dismissRestart(): Promise<void> {
    await this.page.getByText("have died").waitFor();
    await this.page.locator(".jp-Dialog .jp-mod-accept").click();
  }

  /** The outputs of each cell, as JSON. */
  outputs(): Promise<string[]> {
    return this.page.evaluate(() => {
      // deno-lint-ignore no-explicit-any
      const { content } = (globalThis as any).jupyterapp.shell.currentWidget;
      return content.model.toJSON().cells.map(({ outputs }: {
        outputs?: unknown[];
      }) => JSON.stringify(outputs));
    });
  }

  /** Changes the theme of the whole front end. */
  async wear(theme: Theme): Promise<void> {
    await this.#do("apputils:change-theme", { theme: `JupyterLab ${theme}` });
    await this.page.locator(
      `body[data-jp-theme-light="${theme === "Light"}"]`,
    ).waitFor({ state: "attached" });
  }

  /** Saves the notebook, and returns the text of its file. */
  async save(): Promise<string> {
    await this.#do("docmanager:save");
    return await Deno.readTextFile(this.#path);
  }

  /**
   * The figures below the cells, in order, each scrolled to; the still of an
   * explorer is hidden where that works.
   *
   * @param wanted the number to wait for
   */
  async figures(wanted: number): Promise<ShownFigure[]> {
    const images = this.page.locator(".jp-OutputArea-output img:visible");
    await drawn(images, wanted);
    const figures: ShownFigure[] = [];
    for (const image of await images.all()) figures.push(await look(image));
    return figures;
  }

  /**
   * The figures that their reader changes, in order.
   *
   * @param wanted the number to wait for
   */
  async explorers(wanted: number): Promise<Explorer[]> {
    const groups = this.page.locator(".jp-OutputArea-output")
      .getByRole("radiogroup");
    await drawn(groups, wanted);
    return (await groups.all()).map((group) => new Explorer(group));
  }

  /** The cell that the front end's own keys would act on. */
  activeCell(): Promise<number> {
    return this.page.evaluate(() =>
      // deno-lint-ignore no-explicit-any
      (globalThis as any).jupyterapp.shell.currentWidget.content.activeCellIndex
    );
  }

  #do(command: string, args: Record<string, string> = {}): Promise<void> {
    return this.page.evaluate(
      ([command, args]) =>
        // deno-lint-ignore no-explicit-any
        (globalThis as any).jupyterapp.commands.execute(command, args),
      [command, args] as const,
    );
  }

  /** Ends its kernel, and closes the page. */
  async [Symbol.asyncDispose]() {
    await this.page.evaluate(() =>
      // deno-lint-ignore no-explicit-any
      (globalThis as any).jupyterapp.shell.currentWidget.sessionContext
        .shutdown()
    );
    await this.page.close();
  }
}

/** Waits until that many are on the page: a front end draws cells below the screen when it has time. */
async function drawn(all: Locator, wanted: number): Promise<void> {
  if (wanted === 0) return;
  await all.nth(wanted - 1).waitFor({ timeout: 30_000 })
    .catch(() => {}); // The comparison of what is there reports what is missing.
}

/** A lesson as it is committed: its text, and the notebook in it. */
export function committed(name: string): { text: string; notebook: Notebook } {
  const url = new URL(`../../notebooks/${name}`, import.meta.url);
  const text = Deno.readTextFileSync(url);
  return { text, notebook: parseNotebook(text, name) };
}

export function codeCells({ cells }: Notebook): CodeCell[] {
  return cells.filter((cell) => cell.cell_type === "code");
}

/** The outputs of each code cell, in order. */
export function outputs(notebook: Notebook): Output[][] {
  return codeCells(notebook).map((cell) => cell.outputs);
}

/** The differences between a run and the committed outputs, one line per cell. */
export function lost(name: string, run: Notebook): string[] {
  const wanted = outputs(committed(name).notebook);
  const got = outputs(run);
  assertEquals(got.length, wanted.length, `${name}: code cells`);
  return wanted.flatMap((outputs, i) =>
    equal(got[i], outputs) ? [] : [
      `${name}, code cell ${i + 1}: want ${briefly(outputs)}, got ${
        briefly(got[i])
      }`,
    ]
  );
}

function briefly(outputs: Output[]): string {
  const texts = outputs.map((output) => {
    switch (output.output_type) {
      case "stream":
        return output.text;
      case "error":
        return `${output.ename}: ${output.evalue}`;
      default:
        return String(output.data["text/plain"]);
    }
  });
  return `[${texts.map((text) => text.slice(0, 60)).join(", ")}]`;
}
