/**
 * Says in Markdown whether a reader's answer to an exercise is right.
 *
 * ```ts
 * const gap = undefined; // your answer
 *
 * await show(checkAnswer(gap, (gap: number) => {
 *   const ratio = Math.exp(gap);
 *   if (!(Math.abs(ratio - 100) < 1)) return `At that gap the ratio is ${ratio}.`;
 * }));
 * ```
 *
 * @param answer what the reader wrote; undefined while there is no answer
 * @param flaw says what is wrong with an answer, in a sentence that does not
 *   give the right one away; returns nothing if it is right. If it throws, or
 *   calls a function of the reader's that throws, that is the flaw
 * @returns one line, to be shown below the cell
 */
export function checkAnswer<Answer>(
  answer: Answer | undefined,
  flaw: (answer: Answer) => string | void,
): string {
  if (answer === undefined) {
    return "**Your turn.** Put your answer in the place of `undefined` and run the cell.";
  }
  const found = flawOf(() => flaw(answer));
  return found ? `**✗ Not yet.** ${found}` : "**✓ Right.**";
}

function flawOf(find: () => string | void): string | void {
  try {
    return find();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // As code, since Markdown would read some of its characters as its own.
    return `It fails: \`${text.split("\n")[0].replaceAll("`", "'")}\``;
  }
}
