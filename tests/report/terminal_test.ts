import { assert, assertEquals } from "@std/assert";
import {
  AA,
  contrast,
  type Rgb,
  rgb,
  THEMES,
} from "../../lib/report/colors.ts";
import { applyControls, terminalText } from "../../lib/report/terminal.ts";
import { NotebookStyles } from "../../lib/report/notebook_styles.ts";
import { elements, text } from "./read.ts";

Deno.test("applyControls() gives the text that a terminal would show in the end", () => {
  const cases: [written: string, shown: string][] = [
    ["plain\ntext\n", "plain\ntext\n"],
    ["10%\r50%\r100%\n", "100%\n"],
    ["longer\rab\n", "abnger\n"],
    ["ab\b\bxy", "xy"],
    ["a\r\nb\r\n", "a\nb\n"],
    ["50%\x1b[2K\r100%", "100%"],
    ["abc\rx\x1b[K", "x"],
    ["abc\b\x1b[1Kd", "  d"],
    ["one\ntwo\x1b[1A\rONE", "ONE\ntwo"],
    ["one\ntwo\n\x1b[2A\x1b[Jx", "x"],
    ["a\x1b[3Cb", "a   b"],
    ["abc\x1b[2GX", "aXc"],
    ["bell\x07 and \x1b]0;title\x07end", "bell and end"],
    ["a\x1b[999999999Ab", "ab"],
    ["\x1b[31mred\x1b[0m", "\x1b[0;31mred\x1b[0m"],
    ["\x1b[31mab\x1b[0m\rX", "X\x1b[0;31mb\x1b[0m"],
    ["👍🏽\rx", "x🏽"],
    ["a\nb\x1b[2Jc", "\n c"],
    ["\x1b[5000C\x1b[5000Cx", " ".repeat(1000) + "x"],
    ["one\ntwo\nthree\n\x1b[2J four\nfive", "\n\n\n four\nfive"],
    ["old\n\x1b[H\x1b[2Jnew", "new"],
    ["old\ntext\x1b[1;1H\x1b[0Jnew", "new"],
    ["ab\x1b[3;2Hc\x1b[Hd\x1b[2fe", "db\ne\n c"],
    [
      "\x1b[31mred\x1b(B\x1b[m \x1b)0and \x1b%Gmore",
      "\x1b[0;31mred\x1b[0m and more",
    ],
    ["\x1b[99999Hx\x1b[99999Hy", "\n".repeat(999) + "y"],
    // Only the codes in force stay, however many came before.
    ["\x1b[31m\x1b[32m\x1b[1;4m\x1b[22ma", "\x1b[0;32;4ma\x1b[0m"],
    [
      "\x1b[38:5:9;48;2;1;2;3ma\x1b[39;49mb",
      "\x1b[0;38;5;9;48;2;1;2;3ma\x1b[0mb",
    ],
  ];
  for (const [written, shown] of cases) {
    assertEquals(applyControls(written), shown, JSON.stringify(written));
  }
});

Deno.test("terminalText() turns colours into classes and loses no text", () => {
  const tree = terminalText(
    '\x1b[31m<b>\x1b[1m & "x"\x1b[39;22m\x1b[44m\' \x1b[0mend',
    new NotebookStyles(),
  );
  assertEquals(text(tree), '<b> & "x"\' end');
  const [red, bold, blue] = elements(tree, "span");
  assertEquals(red.properties.className, ["ansi-red-fg"]);
  assertEquals(bold.properties.className, ["ansi-red-fg", "s1"]);
  assertEquals(blue.properties.className, ["ansi-blue-bg"]);
});

Deno.test("terminalText() gives every colour of 256 and of 24 bits AA contrast in both themes", () => {
  const styles = new NotebookStyles();
  const codes = Array.from({ length: 256 }, (_, i) => `38;5;${i}`);
  codes.push("38;2;1;2;3", "38;2;254;253;252", "38;2;120;120;120");
  for (const code of codes) terminalText(`\x1b[${code}mx`, styles);
  for (let i = 16; i < 256; i += 8) {
    for (let j = 16; j < 256; j += 7) {
      terminalText(`\x1b[38;5;${i};48;5;${j}mx`, styles);
    }
  }
  const css = String(styles);
  const read = (text: string) =>
    text.match(/\d+/g)!.map(Number) as unknown as Rgb;
  let checked = 0;
  for (
    const [, light, dark] of css.matchAll(/light-dark\((.*?\)),(.*?\))\)/g)
  ) {
    assert(contrast(read(light), rgb(THEMES.light.ground)) >= AA, light);
    assert(contrast(read(dark), rgb(THEMES.dark.ground)) >= AA, dark);
    checked++;
  }
  for (
    const [, ground, ink] of css.matchAll(
      /background-color:(.*?);color:(.*?)}/g,
    )
  ) {
    assert(contrast(read(ground), read(ink)) >= AA, `${ink} on ${ground}`);
    checked++;
  }
  assert(checked > 1000, `only ${checked} colours were seen`);
});
