import { assert, assertEquals, assertGreater } from "@std/assert";
import { renderSite } from "@lab/report";
import { browserTest } from "./browser.ts";
import { FOLDER, LESSONS, NOTEBOOKS, readNotebook } from "./lessons.ts";
import { testWith } from "./permissions.ts";
import { checkPages } from "./report/look.ts";

testWith(
  "the notebooks are saved with execution counts from 1, and without times or a machine's paths",
  [{ name: "read" }],
  () => {
    for (const name of NOTEBOOKS) {
      const { cells } = readNotebook(name);
      const counts = cells.flatMap((cell) =>
        cell.cell_type === "code" ? [cell.execution_count] : []
      );
      assertEquals(counts, counts.map((_, i) => i + 1), name);
      assertEquals(cells.filter((cell) => "execution" in cell.metadata), []);
      const text = Deno.readTextFileSync(FOLDER + name);
      const places = /file:\/\/|\/(home|Users|root|tmp|private)\/|[A-Z]:\\\\\w/;
      assertEquals(places.exec(text)?.[0], undefined, name);
    }
  },
);

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
    const quotes = readNotebook("05_speed_and_accuracy.ipynb").cells.flatMap((
      cell,
    ) =>
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

let site: ReturnType<typeof renderSite> | undefined;

/** The notebooks' pages, from the saved outputs. */
function renderNotebooks() {
  return site ??= renderSite(NOTEBOOKS.map((name) => ({
    name,
    stem: name.replace(".ipynb", ""),
    notebook: readNotebook(name),
    strict: true,
  })));
}

browserTest(
  "the lessons' pages look right on a dark phone and on paper, and show every figure and formula without network and JavaScript",
  async (browser, t) => {
    const { pages } = renderNotebooks();
    const html = Object.fromEntries(
      pages.map(({ file, html }) => [file, html]),
    );
    const shown = await checkPages(browser, t, html, { quick: true });
    for (const { file, report } of pages) {
      const { figures, formulas } = report!;
      assertEquals(shown[file], { figures, formulas }, file);
    }
    const saved = NOTEBOOKS.flatMap((name) => readNotebook(name).cells)
      .flatMap((cell) => cell.cell_type === "code" ? cell.outputs : [])
      .filter((output) =>
        output.output_type === "display_data" &&
        /^<img |^<div class="lab-sm-still">/
          .test(String(output.data["text/html"]))
      );
    const figures = Object.values(shown).map(({ figures }) => figures);
    assertEquals(figures.reduce((sum, n) => sum + n), saved.length);
  },
);

testWith(
  "the front page names each lesson by its title, and the minutes that it takes",
  [{ name: "read" }],
  () => {
    const text = readNotebook("index.ipynb").cells
      .map(({ source }) => source.replaceAll(/\s+/g, " ")).join(" ");
    const rows = Array.from(
      text.matchAll(/(\d)\. \[([^\]]*)\]\(([^)]*)\), (\d+) minutes\./g),
      ([, part, title, name, minutes]) => ({ part, title, name, minutes }),
    );
    const lessons = LESSONS.map((name) => {
      const [{ source }] = readNotebook(name).cells;
      const [, title] = /^# (.*)$/m.exec(source)!;
      const [, part, parts, minutes] =
        /part\s+(\d)\s+of\s+(\d)\.\s+About\s+(\d+)\s+minutes\./.exec(source)!;
      assertEquals(Number(parts), LESSONS.length, name);
      return { part, title, name, minutes };
    });
    assertEquals(rows, lessons);
  },
);

testWith(
  "every link between the notebooks leads somewhere, every picture has an alternative, and the folder has no other notebook",
  [{ name: "read" }],
  () => {
    const files = Array.from(Deno.readDirSync(FOLDER), ({ name }) => name);
    assertEquals(
      files.filter((name) => name.endsWith(".ipynb")).sort(),
      NOTEBOOKS,
    );
    assertEquals(renderNotebooks().warnings, []);
  },
);
