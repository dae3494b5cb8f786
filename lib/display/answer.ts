import { describe, isTyped } from "./arguments.ts";

/**
 * An example of the answer that is wanted: a number, a list of as many numbers,
 * or a function that returns one of these.
 */
export type AnswerExample =
  | number
  | readonly number[]
  | (() => number | readonly number[]);

/**
 * Says in Markdown whether a reader's answer to an exercise is right.
 *
 * ```ts
 * const gap = undefined; // your answer
 *
 * await show(checkAnswer(gap, (gap: number) => {
 *   const ratio = Math.exp(gap);
 *   if (!(Math.abs(ratio - 100) < 1)) return `At that gap the ratio is ${ratio}.`;
 * }, 0));
 * ```
 *
 * @param answer what the reader wrote; undefined while there is no answer
 * @param flaw says what is wrong with an answer, in a sentence that does not
 *   give the right one away; returns nothing if it is right. If it throws, or
 *   calls a function of the reader's that throws, that is the flaw
 * @param like an example of what is wanted, such as `0`, `[0, 0, 0]` or
 *   `() => 0`. An answer of another kind is told so, and so is a function that
 *   returns one: `flaw` sees only answers of this kind, and its own lists are
 *   safe from a function that changes what it is given
 * @returns one line, to be shown below the cell
 * @throws {TypeError} when `flaw` returns something else than a string or nothing
 */
export function checkAnswer<Answer>(
  answer: Answer | undefined,
  flaw: (answer: Answer) => string | void,
  like?: AnswerExample,
): string {
  if (answer === undefined) {
    return "**Your turn.** Put your answer in the place of `undefined` and run the cell.";
  }
  const found = flawOf(() =>
    flaw(like === undefined ? answer : answerLike(answer, like))
  );
  if (found && typeof found !== "string") {
    throw new TypeError(
      `Cannot check an answer: need a flaw that returns a string or nothing, got ${
        describe(found)
      }`,
    );
  }
  return found ? `**✗ Not yet.** ${found}` : "**✓ Right.**";
}

function flawOf(find: () => string | void): string | void {
  try {
    return find();
  } catch (error) {
    if (error instanceof OtherKind) return error.message;
    const text = error instanceof Error ? error.message : String(error);
    // As code, since Markdown would read some of its characters as its own.
    return `It fails: \`${text.split("\n")[0].replaceAll("`", "'")}\``;
  }
}

/** An answer, or what a reader's function returns, is not of the kind that is wanted. */
class OtherKind extends Error {}

/** The answer, checked to be of a kind. A function gets copies of lists, and its results are checked. */
function answerLike<Answer>(answer: Answer, like: AnswerExample): Answer {
  if (typeof like !== "function") {
    const got = otherKind(answer, like);
    if (got) throw new OtherKind(`It should be ${kindOf(like)}, not ${got}.`);
    return answer;
  }
  if (typeof answer !== "function") {
    throw new OtherKind(`It should be a function, not ${describe(answer)}.`);
  }
  const careful = (...given: unknown[]) => {
    const copies = given.map((x) =>
      Array.isArray(x) || isTyped(x) ? x.slice() : x
    );
    const result = answer(...copies);
    const got = otherKind(result, like());
    if (got) {
      const why = got === "undefined" ? " Is a `return` missing?" : "";
      throw new OtherKind(
        `It should return ${kindOf(like())}, not ${got}.${why}`,
      );
    }
    return result;
  };
  return careful as Answer;
}

function kindOf(like: number | readonly number[]): string {
  return typeof like === "number"
    ? "a number"
    : `a list of ${like.length} numbers`;
}

/** A value's kind, in words, if it is not the kind of the example. */
function otherKind(
  what: unknown,
  like: number | readonly number[],
): string | undefined {
  if (typeof like === "number") {
    if (typeof what !== "number") return describe(what);
    return Number.isNaN(what) ? "NaN" : undefined;
  }
  if (!Array.isArray(what) && !isTyped(what)) return describe(what);
  if (what.length !== like.length) return `a list of ${what.length}`;
  const others = Array.from(what, (x) => otherKind(x, 0));
  const other = others.find((kind) => kind !== undefined);
  return other && `a list with ${other} in it`;
}
