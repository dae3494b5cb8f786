/**
 * Numbers as figures print them, the same in every locale.
 *
 * @module
 */

import { powerOfTen } from "./powers_of_ten.ts";

/** A number with this many decimals: `fixed(-1.005, 1)` is "−1.0". */
export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return special(value);
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** A number with this many significant digits: 7.39, 0.105, 4.2×10⁻¹⁸. */
export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return special(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) {
    return scientific(value, digits);
  }
  return value.toPrecision(digits).replace("-", "−");
}

/** A positive number with two digits and no exponent: 0.084, 1.0, 12, 120. */
export function twoDigits(value: number): string {
  const text = value.toPrecision(2);
  return text.includes("e+") ? String(Number(text)) : text;
}

/** A positive number as a noisy measurement is told, with one digit, or two after a 1: 0.08, 1.4, 20. */
export function roughly(value: number): string {
  const digits = value.toExponential().startsWith("1") ? 2 : 1;
  return String(Number(value.toPrecision(digits)));
}

/** A finite number as 2×10⁻⁵, with this many digits. */
export function scientific(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return `${mantissa.replace("-", "−")}×${powerOfTen(Number(exponent))}`;
}

/** A number with its sign, never rounded to a 0 that it is not: +0.66, −4×10⁻¹⁸. */
export function signed(value: number, decimals: number): string {
  if (value === 0) return "0";
  const text = fixed(value, decimals);
  const shown = /[1-9∞]/.test(text) ? text : significant(value, 1);
  return value > 0 ? `+${shown}` : shown;
}

/** A probability, never rounded to a 0 or a 1 that it is not. */
export function probability(p: number, decimals = 2): string {
  if (p === 0 || p === 1) return String(p);
  const text = p.toFixed(decimals);
  if (Number(text) === 0) return `<${(10 ** -decimals).toFixed(decimals)}`;
  if (Number(text) === 1) return `>${(1 - 10 ** -decimals).toFixed(decimals)}`;
  return text;
}

/**
 * A share as a percentage, with two digits below 10 %: 47 %, 8.1 %, 0 %. The
 * space does not break.
 */
export function percent(share: number): string {
  const value = 100 * share;
  const decimals = value !== 0 && Math.abs(value) < 10 ? 1 : 0;
  return `${fixed(value, decimals)}\u00a0%`;
}

/** A number without any rounding or padding: 2 is "2", 0.5 is "0.5", Infinity is "∞". */
export function plain(value: number): string {
  if (!Number.isFinite(value)) return special(value);
  return String(value).replace("-", "−");
}

/** A number with at most this many digits: `rounded(0.1 + 0.2, 2)` is "0.3". */
export function rounded(value: number, digits: number): string {
  return plain(Number(value.toPrecision(digits)));
}

/** A loss or an entropy with two decimals where that is short, never rounded to a 0 that it is not. */
export function nats(value: number): string {
  if (value === 0 || value >= 100) return rounded(value, 4);
  return value < 0.005 ? significant(value, 2) : fixed(value, 2);
}

/** A logit with three digits, or with more where these do not tell it from others. */
export function logitText(
  logit: number,
  others: ArrayLike<number>,
  digits = 3,
): string {
  const gaps = Array.from(others, (other) => Math.abs(other - logit))
    .filter((gap) => gap > 1e-6); // others look equal
  const slack = Math.min(...gaps) / 20;
  while (Math.abs(+logit.toPrecision(digits) - logit) > slack) digits++;
  return rounded(logit, digits);
}

/** Logits in a sentence: "the logits 2, 1 and 0.1", unbroken, or "10 logits". */
export function logitsText(logits: ArrayLike<number>): string {
  if (logits.length > 5) return `${logits.length} logits`;
  const all = list(Array.from(logits, (z) => logitText(z, logits)));
  const noun = logits.length === 1 ? "logit" : "logits";
  return `the ${noun} ${all.replaceAll(" ", "\u00a0")}`;
}

/** A count with its noun: "1 step", "2,000 steps". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** A text that begins a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Names in a sentence: "buy, hold and sell". */
export function list(names: string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** Up to three names in a sentence, or how many there are: "10 classes". */
export function listFew(names: string[], kind: string): string {
  return names.length <= 3 ? list(names) : `${names.length} ${kind}`;
}

function special(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "∞" : "−∞";
}
