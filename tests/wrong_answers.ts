/** A wrong answer that readers give, as code, and what the exercise's cell then says. */
export interface WrongAnswer {
  answer: string;
  says: string;
}

/** One for each exercise of each lesson, in their order. */
export const WRONG_ANSWERS: Record<string, WrongAnswer[]> = {
  "01_softmax.ipynb": [
    {
      answer: "const hundredfold = Math.log10(100);",
      says: "With this gap it is 7.39 times as likely.",
    },
    {
      answer: "const sigmoid = (z: number) => 1 / (1 + Math.exp(z));",
      says: "At z = -3 it gives 0.9525741268224334, and softmax does not.",
    },
    {
      answer: "const baseTwo = 2;",
      says:
        "Buy is 54.6 times as likely as sell, and with powers of 2 it is 4.00 times.",
    },
  ],
  "07_position_sizing.ipynb": [
    {
      answer: "const repair = 0.9 / 0.75;",
      says: "At this temperature it says 86.2 %.",
    },
    {
      answer: "const monthsNeeded = 2 * spread / 0.01;",
      says: "After 50 months it is 0.035 nats.",
    },
    {
      answer:
        "const shrink = (z: number[], T: number, b: number[]) => softmax(z.map((v, i) => v / T + Math.log(b[i])));",
      says: "At T = 1 p(buy) / p(sell) is not 18.47.",
    },
  ],
};
