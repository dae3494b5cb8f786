/**
 * As many class names as there are logits, so that a reader may change how many
 * there are.
 *
 * ```ts
 * const classes = classNames(["buy", "hold", "sell"], logits.length);
 * ```
 *
 * @param names the names of the first classes; those that have none are called
 * "class 3", "class 4" and so on, by their index
 * @param count the number of classes
 */
export function classNames(names: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, i) => names[i] ?? `class ${i}`);
}
