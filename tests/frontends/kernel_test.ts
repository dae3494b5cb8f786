/// <reference lib="dom" />
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { browserTest } from "../browser.ts";
import { notebookOf } from "../code_cells.ts";
import { ignoredWithoutJupyter, Jupyter } from "./jupyter.ts";
import { type FrontEnd, Server } from "./server.ts";

/** Cells that never wait for their outputs, and the marks that each of them shows. */
function cells(count: number): [source: string, ...marks: string[]][] {
  return Array.from({ length: count }, (_, i) => {
    const mark = (k: number) => `<${i}:${k}>`;
    const many = Array.from({ length: 20 }, (_, k) => mark(k));
    const kinds: [string, ...string[]][] = [
      [`"${mark(0)}"`, mark(0)],
      [
        `console.log("${mark(0)}"); console.error("${mark(1)}");`,
        mark(0),
        mark(1),
      ],
      [
        `await new Promise((resolve) => setTimeout(resolve, ${i % 9}));
         console.log("${mark(0)}"); "${mark(1)}"`,
        mark(0),
        mark(1),
      ],
      [
        `await Deno.jupyter.display({ "text/plain": "${
          mark(0)
        }" }, { raw: true })`,
        mark(0),
      ],
      [`for (let k = 0; k < 20; k++) console.log(\`<${i}:\${k}>\`)`, ...many],
      [`0 / 0 // ${i}`, "NaN"],
    ];
    return kinds[i % kinds.length];
  });
}

/** The cells in all rounds: in the gate few, once. */
const [COUNT, ROUNDS] = Deno.env.has("LAB_ROUNDS") ? [300, 3] : [60, 1];

const STOP = 'jp-button[data-command="notebook:interrupt-kernel"]';
const RUN_ALL = 'jp-button[data-command="notebook:restart-run-all"]';

for (const frontEnd of ["lab", "notebook"] as const) {
  const name =
    `In ${frontEnd}, cells that never wait lose nothing, errors are seen, and Stop keeps the variables`;
  if (ignoredWithoutJupyter(name)) continue;
  browserTest(name, async (browser, t) => {
    using jupyter = await Jupyter.create();
    await using server = await Server.start(jupyter, frontEnd);
    const context = await browser.newContext();
    await t.step("lose nothing", async () => {
      const wanted = cells(COUNT);
      const page = await open(
        context,
        jupyter,
        server,
        frontEnd,
        wanted.map(([source]) => source),
      );
      for (let round = 0; round < ROUNDS; round++) {
        await page.locator(RUN_ALL).click();
        await page.locator(".jp-Dialog .jp-mod-accept").click();
        await page.waitForFunction(
          (count) => {
            const { content } =
              (globalThis as unknown as Shown).jupyterapp.shell.currentWidget;
            return content.model.cells.get(count - 1).executionState ===
                "idle" &&
              content.model.cells.get(count - 1).executionCount === count;
          },
          COUNT,
          { timeout: 120_000 },
        );
        const shown = await outputs(page);
        for (const [i, [source, ...marks]] of wanted.entries()) {
          assertEquals(shown[i].match(/<\d+:\d+>|NaN/g), marks, source);
        }
      }
    });
    await t.step("errors are seen, and Stop keeps the variables", async () => {
      const page = await open(context, jupyter, server, frontEnd, [
        "const kept = 42;\nconst a = Math.log(100",
        "let waits = 42; await new Promise((resolve) => setTimeout(resolve, 1e6))",
        "waits",
      ]);
      await run(page, 0);
      await page.getByText("SyntaxError: Expected ','").waitFor();
      assertStringIncludes((await outputs(page))[0], "at line 2");
      await run(page, 1);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await page.locator(STOP).click();
      await page.getByText("Interrupted: The cell was interrupted").waitFor();
      await run(page, 2);
      await page.waitForFunction(() =>
        JSON.stringify(
          (globalThis as unknown as Shown).jupyterapp.shell.currentWidget
            .content.model.toJSON().cells[2].outputs,
        ).includes("42")
      );
      assertEquals(await page.locator(".jp-Dialog").count(), 0);
    });
  });
}

/** What a front end lets a test see of itself. */
interface Shown {
  jupyterapp: {
    commands: { execute(name: string): void };
    shell: {
      currentWidget: {
        context: { isReady: boolean };
        sessionContext: { session?: { kernel?: { status: string } } };
        content: {
          deselectAll(): void;
          activeCellIndex: number;
          model: {
            cells: {
              get(
                i: number,
              ): { executionState: string; executionCount: number };
            };
            toJSON(): { cells: { outputs: unknown }[] };
          };
        };
      };
    };
  };
}

/** A notebook of these cells, open in a front end whose kernel waits for work. */
async function open(
  context: BrowserContext,
  jupyter: Jupyter,
  server: Server,
  frontEnd: FrontEnd,
  sources: string[],
): Promise<Page> {
  const name = `${crypto.randomUUID()}.ipynb`;
  const metadata = {
    kernelspec: { name: "deno", display_name: "Deno", language: "typescript" },
  };
  Deno.writeTextFileSync(
    join(jupyter.project, "notebooks", name),
    JSON.stringify({ ...notebookOf(...sources), metadata }),
  );
  const page = await context.newPage();
  const view = frontEnd === "lab"
    ? `lab/workspaces/${crypto.randomUUID()}/tree`
    : "notebooks";
  await page.goto(server.url(view, `notebooks/${name}`));
  await page.waitForFunction(
    () => {
      const widget = (globalThis as unknown as Shown).jupyterapp?.shell
        ?.currentWidget;
      return widget?.context?.isReady &&
        widget.sessionContext.session?.kernel?.status === "idle";
    },
    undefined,
    { timeout: 60_000 },
  );
  return page;
}

/** Starts a cell, by its index. */
async function run(page: Page, index: number): Promise<void> {
  await page.evaluate((index) => {
    const app = (globalThis as unknown as Shown).jupyterapp;
    const { content } = app.shell.currentWidget;
    content.deselectAll();
    content.activeCellIndex = index;
    app.commands.execute("notebook:run-cell");
  }, index);
}

/** The outputs of each cell, as text. */
function outputs(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { content } =
      (globalThis as unknown as Shown).jupyterapp.shell.currentWidget;
    return content.model.toJSON().cells.map((cell) =>
      JSON.stringify(cell.outputs)
    );
  });
}
