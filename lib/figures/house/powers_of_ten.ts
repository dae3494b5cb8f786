/** A power of ten by its exponent: `powerOfTen(-3)` is "10⁻³". */
export function powerOfTen(exponent: number): string {
  const digits = String(exponent).replace("-", "⁻")
    .replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]);
  return `10${digits}`;
}

/** A power of ten as the tick of an axis: 10⁻³, 1. */
export function power(value: number): string {
  return value === 1 ? "1" : powerOfTen(Math.round(Math.log10(value)));
}

/** The powers of ten in a range, for the ticks of its axis: those whose exponents are multiples of this. */
export function powersOfTen(
  [low, high]: [number, number],
  every = 1,
): number[] {
  const first = Math.ceil((Math.log10(low) - 1e-9) / every);
  const last = Math.floor((Math.log10(high) + 1e-9) / every);
  return Array.from(
    { length: last - first + 1 },
    (_, i) => Number(`1e${every * (first + i)}`),
  );
}
