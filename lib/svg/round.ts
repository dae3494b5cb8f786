/** Rounds every number in an SVG attribute to 0.01 pixels, which is all that a screen can show. */
export function roundNumbers(value: string): string {
  return value.replace(
    /-?\d+(\.\d+)?(e[-+]?\d+)?/g,
    (number) => String(Number(Number(number).toFixed(2)) + 0), // No -0.
  );
}
