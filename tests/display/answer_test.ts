import { assertEquals } from "@std/assert";
import { checkAnswer } from "@lab/display";

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
