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
 * @param flaw what is wrong with an answer, in a sentence that does not give the
 *   right one away; nothing if it is right. What it throws, or what a function
 *   of the reader's throws in it, is a flaw, too
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
    // In code, for it can hold what Markdown would take for its own.
    return `It fails: \`${text.split("\n")[0].replaceAll("`", "'")}\``;
  }
}
