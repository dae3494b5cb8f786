/// <reference lib="dom" />
/**
 * Compares the numbers that the style sheet of liveSoftmax() shows with the kernels'.
 *
 * @module
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { crossEntropy, entropy, softmax } from "@lab/kernels";

/** A dial or the choice of the right class: the text of each button. */
type Dials = string[][];
/** The texts that a figure shows when one button of each dial is chosen. */
interface Shown {
  columns: string[][];
  lines: string[];
}

/** Runs in the page: the dials of each figure, or the text that each state makes of its counters. */
export function look(states?: number[][][]) {
  const styles = new Map<string, CSSCounterStyleRule>();
  const collect = (rules: CSSRuleList) => {
    for (const rule of rules) {
      const { name } = rule as CSSCounterStyleRule;
      if ("symbols" in rule) styles.set(name, rule as CSSCounterStyleRule);
      if ("cssRules" in rule) collect(rule.cssRules as CSSRuleList);
    }
  };
  for (const { cssRules } of document.styleSheets) collect(cssRules);
  const write = (value: number, name: string): string => {
    const style = styles.get(name)!;
    const symbols = [...style.symbols.matchAll(/"((?:\\.|[^"])*)"/g)]
      .map(([, text]) => text.replaceAll(/\\(.)/g, "$1"));
    if (style.system.startsWith("cyclic")) return symbols[0];
    const [low, high] = style.system.startsWith("extends")
      ? style.range.split(" ").map((end) =>
        end === "infinite" ? Infinity : Number(end)
      )
      : [0, symbols.length - 1];
    if (value < low || value > high) return write(value, style.fallback);
    if (symbols.length) return symbols[value];
    const digits = String(Math.abs(value));
    return value < 0 ? `.${digits.padStart(3, "0")}` : digits;
  };
  const text = (node: Element) => {
    const { content, counterReset } = getComputedStyle(node, "::before");
    const values = new Map(
      [...counterReset.matchAll(/(\S+) (-?\d+)/g)]
        .map(([, name, value]) => [name, Number(value)]),
    );
    const parts = /counter\(([\w-]+), ([\w-]+)\)|"((?:\\.|[^"])*)"/g;
    return [...content.matchAll(parts)].map(([, name, style, said]) =>
      said ?? write(values.get(name)!, style)
    ).join("");
  };
  return [...document.querySelectorAll("[role=table]")].map((table, i) => {
    const figure = table.parentElement!;
    const groups = Object.values(
      Object.groupBy(figure.querySelectorAll("input"), ({ name }) => name),
    ) as HTMLInputElement[][];
    if (!states) {
      return groups.map((group) =>
        group.map((button) => button.parentElement!.textContent)
      );
    }
    return states[i].map((state) => {
      state.forEach((at, group) => groups[group][at].checked = true);
      const rows = [...table.querySelectorAll("[role=row]")].slice(1)
        .map((row) => [...row.querySelectorAll("[role=cell]")].map(text));
      return {
        columns: rows[0].map((_, i) => rows.map((row) => row[i])),
        lines: [...figure.querySelectorAll("p")].map(text),
      };
    });
  });
}

/** States of three figures, the same in every run with this seed; the last has many numbers. */
function randomStates(dials: Dials[], seed: number): number[][][] {
  const random = (below: number) => {
    seed = (seed * 48271) % 0x7fffffff;
    return seed % below;
  };
  return dials.map((groups, figure) =>
    Array.from(
      { length: [25, 20, 5][figure] },
      () => groups.map((group) => random(group.length)),
    )
  );
}

/** Whether the text says this number, with three decimals. Slack is the browser's own error. */
function says(text: string, x: number, isLimit: boolean, slack: number) {
  if (text === "NaN") return Number.isNaN(x);
  if (text === "∞") return x === Infinity;
  if (text === "0" || text === "1") return isLimit && x === Number(text);
  const half = 0.0005 + slack;
  if (text.startsWith("<")) {
    return text === "<0.001" && !(x === 0 && isLimit) && x <= half;
  }
  if (text.startsWith(">")) return text === ">0.999" && x >= 1 - half;
  return /^\d+\.\d{3}$/.test(text) && x !== 0 &&
    Math.abs(Number(text) - x) <= half;
}

/**
 * Looks at all figures of the page in 50 states and compares each number with the
 * kernels'.
 *
 * @param run look(), in a page
 */
export async function compare(
  run: (states?: number[][][]) => Promise<unknown>,
  float: "float32" | "float64",
) {
  const [type, slack, seed] = float === "float64"
    ? [(x: number) => x, 1e-9, 14]
    : [Math.fround, 1e-4, 32];
  const dials = await run() as Dials[];
  const states = randomStates(dials, seed);
  const shown = await run(states) as Shown[][];
  const ends = new Set<string>();
  const faults = shown.flatMap((all, figure) =>
    all.flatMap(({ columns: [stable, naive, gradient], lines }, n) => {
      const state = states[figure][n];
      const values = state.map((at, group) =>
        Number(
          dials[figure][group][at].replace("−", "-").replace("∞", "Infinity"),
        )
      );
      const count = stable.length;
      const z = values.slice(0, count);
      const [c, temperature] = values.slice(count);
      const target = state[count + 2];
      const isLimit = temperature === 0;
      const faults: string[] = [];
      const check = (what: string, text: string, x: number, exact = isLimit) =>
        says(text, x, exact, slack) || faults.push(`${what} ${text} for ${x}`);
      const p = softmax(z, { temperature });
      stable.forEach((text, i) => check("stable", text, p[i]));
      gradient.forEach((text, i) => {
        const [, than, sign, digits] = /^([<>]?)([+−]?)(.*)$/.exec(text)!;
        const minus = i === target;
        assertEquals(sign, text === "0" ? "" : minus ? "−" : "+", text);
        const about = minus
          ? than.replace(/[<>]/, (x) => x === "<" ? ">" : "<")
          : than;
        const other = p.reduce((sum, q, j) => j === i ? sum : sum + q, 0);
        check("gradient", about + digits, minus ? other : p[i]);
      });
      const e = z.map((z) => type(Math.exp((z + c) / temperature)));
      const sum = type(e.reduce((sum, x) => type(sum + x), 0));
      // Below its smallest normal number float32 keeps few digits, and has no reciprocals.
      const isLost = float === "float32" && sum > 0 && sum < 1e-36;
      if (!isLost) {
        naive.forEach((text, i) =>
          check("naive", text, type(e[i] / sum), true)
        );
      }
      const best = Math.max(...z);
      const nats = isLimit
        ? z[target] < best
          ? Infinity
          : Math.log(z.filter((score) => score === best).length)
        : crossEntropy(z.map((x) => x / temperature), target);
      const end = lines.at(-1)!;
      ends.add(end);
      assertMatch(lines[0], /^Loss −log p\(.*\): .* nats$/);
      check("loss", /: (.*) nats$/.exec(lines[0])![1], nats);
      if (lines.length === 3) {
        check("entropy", /^Entropy: (.*) nats$/.exec(lines[1])![1], entropy(p));
      }
      const expected = isLimit
        ? /division by T = 0/
        : sum === Infinity
        ? new RegExp(`overflow.* ${float}`)
        : isLost
        ? /underflow|agree|wrong digits/
        : sum === 0
        ? /underflow/
        : /agree|wrong digits/;
      if (!expected.test(end)) faults.push(end);
      return faults.map((fault) => `${fault}: ${z}, c ${c}, T ${temperature}`);
    })
  );
  assertEquals(faults, []);
  assert(ends.size >= 4, [...ends].join("\n"));
}
