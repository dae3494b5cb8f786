import { assert, assertEquals, assertGreater } from "@std/assert";
import { runNotebook } from "@lab/jupyter";
import { type Notebook } from "@lab/nbformat";
import { renderReport } from "@lab/report";
import { browserTest } from "./browser.ts";
import { kernelPermissions } from "./code_cells.ts";
import { FOLDER, LESSONS, NOTEBOOKS, readNotebook } from "./lessons.ts";
import { testWith } from "./permissions.ts";
import { checkLooks, countShown } from "./report/look.ts";
import { checkPrinted, printTest } from "./report/paper.ts";

function outputs(notebook: Notebook) {
  return notebook.cells.flatMap((cell) =>
    cell.cell_type === "code" ? [cell.outputs] : []
  );
}

for (const name of NOTEBOOKS) {
  testWith(
    `${name} gives its saved outputs in three runs, none lost or misplaced`,
    kernelPermissions,
    async () => {
      const saved = readNotebook(name);
      for (let round = 0; round < 3; round++) {
        const fresh = await runNotebook(saved, { cwd: FOLDER, name });
        assertEquals(outputs(fresh), outputs(saved));
      }
    },
  );

  testWith(
    `${name} is saved with counts from 1, no times and no places of a machine`,
    [{ name: "read" }],
    () => {
      const { cells } = readNotebook(name);
      const counts = cells.flatMap((cell) =>
        cell.cell_type === "code" ? [cell.execution_count] : []
      );
      assertEquals(counts, counts.map((_, i) => i + 1));
      assertEquals(cells.filter((cell) => "execution" in cell.metadata), []);
      const text = Deno.readTextFileSync(FOLDER + name);
      const places = /file:\/\/|\/(home|Users|root|tmp|private)\/|[A-Z]:\\\\\w/;
      assertEquals(places.exec(text)?.[0], undefined);
    },
  );
}

for (const name of LESSONS) {
  testWith(
    `${name} has about as much prose as code`,
    [{ name: "read" }],
    () => {
      const { cells } = readNotebook(name);
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

/** The pages of the notebooks, the front page among them, from the saved outputs. */
function lessonPages() {
  const others = NOTEBOOKS.filter((name) => name !== "index.ipynb")
    .map((name) => ({
      href: name.replace(".ipynb", ".html"),
      report: renderReport(readNotebook(name), { name }),
    }));
  const front = renderReport(readNotebook("index.ipynb"), {
    name: "index.ipynb",
    others,
  });
  const reports = [...others, { href: "index.html", report: front }];
  const pages = Object.fromEntries(
    reports.map(({ href, report }) => [href, report.html]),
  );
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
    const shown = await countShown(browser, pages);
    for (const { href, report: { figures, formulas } } of reports) {
      assertEquals(shown[href], { figures, formulas }, href);
    }
    const figures = NOTEBOOKS.flatMap((name) =>
      outputs(readNotebook(name)).flat().filter((output) =>
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
    return checkPrinted(browser, t, lessonPages().pages);
  },
);

testWith(
  "the front page names each lesson with its title and the minutes that it takes",
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
  "the glossary has every word that a notebook links to, and the folder no other notebook",
  [{ name: "read" }],
  () => {
    const files = Array.from(Deno.readDirSync(FOLDER), ({ name }) => name);
    assertEquals(
      files.filter((name) => name.endsWith(".ipynb")).sort(),
      NOTEBOOKS,
    );
    const { anchors } = renderReport(readNotebook("glossary.ipynb"), {
      name: "glossary.ipynb",
    });
    for (const name of NOTEBOOKS) {
      const links = readNotebook(name).cells.flatMap(({ source }) =>
        Array.from(
          source.matchAll(/\]\(glossary\.ipynb#(.*?)\)/g),
          ([, to]) => to,
        )
      );
      assertEquals(links.filter((to) => !anchors.includes(to)), [], name);
      // Once is enough.
      assertEquals(links, [...new Set(links)], name);
    }
  },
);
