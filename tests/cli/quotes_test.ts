import { assertEquals, assertRejects } from "@std/assert";
import { parseNotebook } from "@lab/nbformat";
import { Failure } from "../../lib/cli/command.ts";
import { unsaidQuotes } from "../../lib/cli/quotes.ts";
import { exported, Folder, notebook, notebooks, test } from "./command.ts";

/** A notebook whose text states numbers in many ways, and a cell that quotes one. */
function quoting(said: string): string {
  return notebook([
    "# Numbers\n\n2.46 times, 56.1 % of 2,000,000, $4 \\cdot 10^{-18}$, 2 · 10⁻⁹, −0.8, *buy*.",
    'import { quoted } from "@lab/display";',
    `const x = 1;\nawait quoted(${said}, x);`,
  ]);
}

test("unsaidQuotes() finds what a cell quotes and the text nowhere says", () => {
  const said = [
    "2.46",
    '"56.1 %"',
    "2000000",
    '"4e-18"',
    '"2e-9"',
    "-0.8",
    '"buy"',
  ];
  const unsaid = ["2.4", "2.466", "0.46", '"56.1"', "1e-18", '"sell"'];
  for (const quote of [...said, ...unsaid]) {
    const text = quoting(quote);
    const file = { path: "/a.ipynb", stem: "a", text };
    const found = unsaidQuotes({ ...file, notebook: parseNotebook(text) });
    assertEquals(found !== "", unsaid.includes(quote), quote);
  }
});

test("unsaidQuotes() reads numbers as text and LaTeX write them", () => {
  const CASES: [prose: string, quote: string, isSaid: boolean][] = [
    ["It is −0.8.", "0.8", false],
    ["From 0.3-0.8.", "0.8", true],
    ["$4 \\times 10^{-18}$, 3 × 10⁸", '"4e-18"', true],
    ["3 × 10⁸", '"3e+8"', true],
    ["$2\\,000$", "2000", true],
    ["$56.1~\\%$", '"56.1 %"', true],
    ["56.1&thinsp;%", '"56.1%"', true],
    ["_2.46_", "2.46", true],
    ["$x_2$", "2", false],
    ["10²", "102", false],
    ["größer", '"gr"', false],
  ];
  for (const [prose, quote, isSaid] of CASES) {
    assertEquals(
      findIn(prose, `await quoted(${quote}, x);`) === "",
      isSaid,
      prose,
    );
  }
});

test("unsaidQuotes() reads no comments, and no other function of that name", () => {
  assertEquals(findIn("None.", "// await quoted(2.46, x);"), "");
  assertEquals(findIn("None.", "own.quoted(2.46, x);"), "");
  const own =
    'import { quoted } from "./own.ts"\nimport { show } from "@lab/display"';
  assertEquals(findIn("None.", "quoted(2.46, x);", own), "");
});

function findIn(
  prose: string,
  code: string,
  imports = 'import { quoted, show } from "@lab/display";',
): string {
  const text = notebook([`# Numbers\n\n${prose}`, imports, code]);
  const file = { path: "/a.ipynb", stem: "a", text };
  return unsaidQuotes({ ...file, notebook: parseNotebook(text) });
}

test("report and notebooks run nothing where the text does not say what a cell quotes", async () => {
  const text = quoting("2.47");
  using folder = new Folder({ "a.ipynb": text });
  for (const run of [exported, notebooks]) {
    const { message } = await assertRejects(
      () => run(folder, ["a.ipynb"]),
      Failure,
    );
    assertEquals(
      message,
      `a.ipynb, cell 3, line 2, column 7
    await quoted(2.47, x);
          ^
The text nowhere says 2.47`,
    );
    assertEquals(folder.files(), { "a.ipynb": text });
  }
});
