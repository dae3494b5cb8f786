import { describe } from "./arguments.ts";
import { show } from "./show.ts";

/** A number as prose writes it, perhaps in percent. */
const NUMBER = /^([-−]?\d[\d,]*(?:\.(\d+))?(?:e(-?\d+))?)\s*(%?)$/;

/**
 * Checks what the text says about a value. A reader who changes an input is told
 * below the cell what the text would have to say now; when the notebook is
 * exported, saved by `deno task notebooks` or tested, a difference is an error.
 *
 * ```ts
 * await quoted(2.46, probs[0] / probs[1]);
 * await quoted("0.10", step); // two decimals
 * await quoted("56.1 %", share);
 * await quoted("buy", classes[argmax(probs)]);
 * ```
 *
 * @param said what the text says: a number, agreed with when the value rounded
 * to as many digits is the same; a share in percent; or a word
 * @param value the number (of a percentage, the share from 0 to 1) or the word
 * @throws {Error} when they differ, in a kernel started with `LAB_QUOTES=strict`
 * @throws {TypeError} when a number is compared with something else
 */
export async function quoted(
  said: number | string,
  value: number | string,
): Promise<void> {
  if (typeof value !== "string" && typeof value !== "number") {
    throw new TypeError(
      `Cannot compare with the text: need a number or a word as value, got ${
        describe(value)
      }`,
    );
  }
  const now = typeof value === "string"
    ? value
    : asWritten(String(said), value);
  if (now === undefined || now === String(said)) return;
  if (Deno.env.get("LAB_QUOTES") === "strict") {
    throw new Error(`The text says ${said}, but it is ${now} (${value})`);
  }
  await show(
    `<small>The text says ${said}; with your scores it is ${now}.</small>`,
  );
}

/** The value written as the text writes it; undefined if that is what the text says. */
function asWritten(said: string, value: number): string | undefined {
  if (said === String(value)) return undefined;
  const [, text, fraction = "", exponent, percent] =
    NUMBER.exec(said.replace("e+", "e")) ?? [];
  if (text === undefined && !/^-?Infinity$|^NaN$/.test(said)) {
    throw new TypeError(
      `Cannot compare with the text: need a number such as 2.46 or "56.1 %", got ${
        JSON.stringify(said)
      } for a number`,
    );
  }
  const number = Number((text ?? said).replace("−", "-").replaceAll(",", ""));
  const shown = percent ? 100 * value : value;
  const unit = 10 ** (Number(exponent ?? 0) - fraction.length);
  // The text may round a tie either way, and 100 * value is rounded itself.
  if (Math.abs(shown - number) <= unit / 2 * (1 + 1e-9)) return undefined;
  const isUsual = text && Math.abs(shown) >= unit && Math.abs(shown) < 1e9;
  const digits = shown === 0
    ? "0"
    : exponent
    ? shown.toExponential(fraction.length)
    : isUsual
    ? shown.toFixed(fraction.length)
    : shown.toPrecision(3);
  return percent ? `${digits} %` : digits;
}
