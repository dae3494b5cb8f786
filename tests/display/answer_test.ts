import { assertEquals, assertThrows } from "@std/assert";
import { type AnswerExample, checkAnswer } from "@lab/display";

function flaw(answer: number): string | void {
  if (answer !== 7) return `That is ${answer}.`;
}

Deno.test("checkAnswer() says right, what is wrong, or that there is no answer yet", () => {
  assertEquals(checkAnswer(7, flaw), "**✓ Right.**");
  assertEquals(checkAnswer(8, flaw), "**✗ Not yet.** That is 8.");
  assertEquals(
    checkAnswer(undefined, flaw),
    "**Your turn.** Put your answer in the place of `undefined` and run the cell.",
  );
});

Deno.test("checkAnswer() accepts 0, false and null as answers", () => {
  const any = (answer: unknown) => `That is ${answer}.`;
  for (const answer of [0, false, null]) {
    assertEquals(checkAnswer(answer, any), `**✗ Not yet.** That is ${answer}.`);
  }
});

Deno.test("checkAnswer() says so of an answer that is not like its example", () => {
  const cases: [answer: unknown, like: AnswerExample, says: string][] = [
    ["7", 0, "be a number, not a string."],
    [NaN, 0, "be a number, not NaN."],
    [7, [0], "be a list of 1 numbers, not a number."],
    [[7, 7, 7], [0, 0], "be a list of 2 numbers, not a list of 3."],
    [
      [7, "7"],
      [0, 0],
      "be a list of 2 numbers, not a list with a string in it.",
    ],
    [
      new Array(2),
      [0, 0],
      "be a list of 2 numbers, not a list with undefined in it.",
    ],
    [7, () => 0, "be a function, not a number."],
    [
      () => {},
      () => 0,
      "return a number, not undefined. Is a `return` missing?",
    ],
    [
      async () => await 7,
      () => 0,
      "return a number, not an object of class Promise.",
    ],
    [
      () => [NaN],
      () => [0],
      "return a list of 1 numbers, not a list with NaN in it.",
    ],
  ];
  const run = (answer: unknown) => void (answer as () => unknown)();
  for (const [answer, like, says] of cases) {
    assertEquals(
      checkAnswer(answer, run, like),
      `**✗ Not yet.** It should ${says}`,
    );
  }
  const right = "**✓ Right.**";
  assertEquals(checkAnswer(7, flaw, 0), right);
  assertEquals(checkAnswer(Float32Array.of(7), ([x]) => flaw(x), [0]), right);
});

Deno.test("checkAnswer() keeps its lists from a function that changes them", () => {
  const list = [3, 4];
  const answer = (list: number[]) => list.pop()! + list.pop()!;
  const find = (sum: typeof answer) => flaw(sum(list));
  assertEquals(checkAnswer(answer, find, () => 0), "**✓ Right.**");
  assertEquals(list, [3, 4]);
});

Deno.test("checkAnswer() refuses a flaw that is neither a string nor nothing", () => {
  const late = (() => Promise.resolve("late")) as unknown as typeof flaw;
  assertThrows(
    () => checkAnswer(7, late),
    TypeError,
    "need a flaw that returns a string or nothing, got an object of class Promise",
  );
});

Deno.test("checkAnswer() says what a wrong function throws, in one line of code", () => {
  const run = (answer: () => number) => flaw(answer());
  assertEquals(
    checkAnswer(() => {
      throw new RangeError("no `class` *3*\nand more");
    }, run),
    "**✗ Not yet.** It fails: `no 'class' *3*`",
  );
  assertEquals(
    checkAnswer(() => {
      throw "text";
    }, run),
    "**✗ Not yet.** It fails: `text`",
  );
});
