/** A wrong answer, as code, and what the exercise's cell then says. */
export interface WrongAnswer {
  answer: string;
  says: string;
}

/** A typical one for each exercise of each lesson, in their order, and odd ones. */
export const WRONG_ANSWERS: Record<string, WrongAnswer[]> = {
  "01_softmax.ipynb": [
    {
      answer: "const hundredfold = Math.log10(100);",
      says: "With this gap it is 7.39 times as likely.",
    },
    {
      answer: "const sigmoid = (z: number) => 1 / (1 + Math.exp(z));",
      says: "At z = -3 it gives 0.953, and softmax 0.0474.",
    },
    {
      answer: "const baseTwo = 2;",
      says:
        "It makes a gap of 2 a ratio of 54.6, and with powers of 2 it is one of 4.",
    },
    {
      answer: "const firstRow = [3 / 4, 1 / 4];",
      says: "That is the right softmax, with `keepdim`.",
    },
    {
      answer: "const firstRow = [3 / 4, 1 / 2, 0];",
      says: "It should be a list of 2 numbers, not a list of 3.",
    },
  ],
  "02_cross_entropy.ipynb": [
    {
      answer: "const untrained = Math.log10(50257);",
      says: "With 4.70 nats it gave the right token one chance in 110.",
    },
    {
      answer: "const untrained = -Math.log(50257);",
      says: "No loss is below 0, as no probability is above 1.",
    },
    {
      answer:
        "const sameEveryDay = (p: number[]) => p.reduce((a, b) => a + b) / p.length;",
      says:
        "What it gives for 2 days costs 1.39 nats in all, and the days 2.41.",
    },
    {
      answer: "const smallest = 0;",
      says:
        "This is the loss of the logits [Infinity, 0, 0]. Are they the best that a softmax can hand over?",
    },
    {
      answer: "const smallest = -1;",
      says: "No loss is below 0, as no probability is above 1.",
    },
  ],
  "03_gradient.ipynb": [
    {
      answer: "const unsure = [-1 / 3, 2 / 3, -1 / 3];",
      says:
        "If this is prediction minus truth, the prediction was -0.33, 1.67, -0.33.",
    },
    {
      answer:
        "const fall = (g: number[], eta: number) => eta * Math.hypot(...g);",
      says:
        "At [1.2, 0.3, -0.8], with a step size of 0.001, it gives 0.00045, and the loss falls by 0.00020.",
    },
    {
      answer:
        "const sharesGrad = (z: number[], t: number[]) => softmax(z).map((p, i) => t[i] * (p - 1));",
      says:
        "With t = [0.6, 0.25, 0.15] it gives -0.211 for buy, and a central difference 0.049.",
    },
    {
      answer:
        "const sharesGrad = (z: number[], t: number[]) => { softmax(z).map((p, i) => p - t[i]); };",
      says:
        "It should return a list of 3 numbers, not undefined. Is a `return` missing?",
    },
  ],
  "04_temperature.ipynb": [
    {
      answer: "const twice = Math.LN2 / 2;",
      says: "At this temperature it is 321 times as likely.",
    },
    {
      answer:
        "const reheat = (p: number[], T: number) => softmax(p, { temperature: T });",
      says:
        "At T = 2 buy is 1.32 times as likely as sell, and from the logits 2.72 times.",
    },
    {
      answer: "const fairCoin = 2;",
      says:
        "There it is a choice among 2.78 equal options, and a coin is one among 2.",
    },
  ],
  "05_speed_and_accuracy.ipynb": [
    {
      answer: "const withoutHalf = -1;",
      says:
        "This is 0.30 away from -1.298, and another float32 is nearer to the sum.",
    },
    { answer: "const power = 7;", says: "Up to power 7 it is off by 0.12." },
    {
      answer: "const power = Infinity;",
      says: "It should be a whole number, and a small one will do.",
    },
    {
      answer: "const standsStill = 2 ** 24 + 1;",
      says: "No sum ever gets there: 16777217 is not a float32.",
    },
    {
      answer: "const standsStill = -(2 ** 30);",
      says: "No sum ever gets there: -1073741824 is below 0.",
    },
  ],
  "06_bigram.ipynb": [
    {
      answer: "const slopeOfU = 55 / 56 - 1 / 27;",
      says:
        "The size is right, the sign is not: it is prediction minus truth, and the prediction is the smaller.",
    },
    {
      answer: "const saved = Math.log(27) - lowest;",
      says:
        "That is more than memory is worth. Without memory one still knows how often each token comes up; ln 27 does not even know that.",
    },
    {
      answer:
        "const smoothed = (previous: number, next: number) => (counts[previous][next] + 1) / rowSums[previous];",
      says:
        "After `.` the probabilities sum to 1.0036. How many examples does the row have, with those added?",
    },
  ],
  "07_position_sizing.ipynb": [
    {
      answer: "const repair = 0.9 / 0.75;",
      says: "At this temperature it says 86.2 %.",
    },
    {
      answer: "const monthsNeeded = (2 * spread / 0.01) ** 2 / 12;",
      says: "211 years, yes. How many months are that?",
    },
    {
      answer: "const monthsNeeded = -2500;",
      says: "Even one month is more than -2500.",
    },
    {
      answer:
        "const shrink = (z: number[], T: number, b: number[]) => softmax(z.map((v, i) => v / T + Math.log(b[i])));",
      says:
        "At T = 1 p(buy) / p(sell) should be 7.39, the model's; with yours it is 18.47.",
    },
  ],
};
