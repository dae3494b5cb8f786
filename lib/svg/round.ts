/** Rounds every number in an SVG attribute to what a screen can show: 0.01 pixels. */
export function roundNumbers(value: string): string {
  return value.replace(
    /-?\d+(\.\d+)?(e[-+]?\d+)?/g,
    (number) => String(Number(Number(number).toFixed(2)) + 0), // No -0.
  );
}
