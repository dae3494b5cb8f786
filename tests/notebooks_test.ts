import { assert, assertEquals, assertGreater } from "@std/assert";
import { type Notebook, parseNotebook, runNotebook } from "@lab/jupyter";
import { renderIndex, renderReport } from "@lab/report";
import { browserTest } from "./browser.ts";
import { kernelPermissions } from "./jupyter/notebooks.ts";
import { testWith } from "./permissions.ts";
import { checkLooks, countShown } from "./report/look.ts";
import { checkPrinted, printTest } from "./report/paper.ts";

const folder = new URL("../notebooks/", import.meta.url).pathname;
const names = [
  "01_softmax.ipynb",
  "02_cross_entropy.ipynb",
  "03_gradient.ipynb",
  "04_temperature.ipynb",
  "05_speed_and_accuracy.ipynb",
  "07_position_sizing.ipynb",
];

function read(name: string): Notebook {
  return parseNotebook(Deno.readTextFileSync(folder + name), name);
}

function outputs(notebook: Notebook) {
  return notebook.cells.flatMap((cell) =>
    cell.cell_type === "code" ? [cell.outputs] : []
  );
}

for (const name of names) {
  testWith(
    `${name} gives its saved outputs in three runs, none lost or misplaced`,
    kernelPermissions,
    async () => {
      const saved = read(name);
      for (let round = 0; round < 3; round++) {
        const fresh = await runNotebook(saved, { cwd: folder, name });
        assertEquals(outputs(fresh), outputs(saved));
      }
    },
  );

  testWith(
    `${name} is saved with counts from 1, no times and no places of a machine`,
    [{ name: "read" }],
    () => {
      const { cells } = read(name);
      const counts = cells.flatMap((cell) =>
        cell.cell_type === "code" ? [cell.execution_count] : []
      );
      assertEquals(counts, counts.map((_, i) => i + 1));
      assertEquals(cells.filter((cell) => "execution" in cell.metadata), []);
      const text = Deno.readTextFileSync(folder + name);
      const places = /file:\/\/|\/(home|Users|root|tmp|private)\/|[A-Z]:\\\\\w/;
      assertEquals(places.exec(text)?.[0], undefined);
    },
  );

  testWith(
    `${name} has about as much prose as code`,
    [{ name: "read" }],
    () => {
      const { cells } = read(name);
      const code = cells.filter((cell) => cell.cell_type === "code").length;
      const prose = cells.length - code;
      assertGreater(prose, 0.75 * code);
      assertGreater(code, 0.75 * prose);
    },
  );
}

testWith(
  "05_speed_and_accuracy.ipynb quotes the kernels as they are",
  [{ name: "read" }],
  () => {
    const unindented = (text: string) => text.replaceAll(/^\s+/gm, "").trim();
    const assembly = new URL("../lib/kernels/simd/assembly/", import.meta.url);
    const sources = Array.from(
      Deno.readDirSync(assembly),
      ({ name }) => unindented(Deno.readTextFileSync(new URL(name, assembly))),
    );
    const quotes = read("05_speed_and_accuracy.ipynb").cells.flatMap((cell) =>
      cell.cell_type === "markdown"
        ? Array.from(
          cell.source.replaceAll(/<details>.*?<\/details>/gs, "")
            .matchAll(/```ts\n(.*?)```/gs),
          ([, quote]) => unindented(quote),
        )
        : []
    );
    assertGreater(quotes.length, 5);
    for (const quote of quotes) {
      assert(sources.some((source) => source.includes(quote)), quote);
    }
  },
);

/** The pages of the lessons and their index, from the saved outputs. */
function lessonPages() {
  const reports = names.map((name) => ({
    href: name.replace(".ipynb", ".html"),
    report: renderReport(read(name), { name }),
  }));
  const pages = Object.fromEntries([
    ...reports.map(({ href, report }) => [href, report.html]),
    ["index", renderIndex(reports)],
  ]);
  return { reports, pages };
}

browserTest(
  "the lessons' pages look right in light and dark, wide and narrow",
  (browser, t) => checkLooks(browser, t, lessonPages().pages),
);

browserTest(
  "the lessons' pages show every figure and formula without network and JavaScript",
  async (browser) => {
    const { reports, pages } = lessonPages();
    const { index, ...shown } = await countShown(browser, pages);
    assertEquals(index.figures, names.length);
    for (const { href, report: { figures, formulas } } of reports) {
      assertEquals(shown[href], { figures, formulas }, href);
    }
    const figures = names.flatMap((name) =>
      outputs(read(name)).flat().filter((output) =>
        output.output_type === "display_data" &&
        String(output.data["text/html"]).startsWith("<img ")
      )
    );
    const sum = reports.reduce((sum, { report }) => sum + report.figures, 0);
    assertEquals(sum, figures.length);
  },
);

printTest(
  "the lessons print every character of code and text, and no figure in two parts",
  (browser, t) => {
    const { index: _, ...lessons } = lessonPages().pages;
    return checkPrinted(browser, t, lessons);
  },
);
