import { type Notebook, parseNotebook } from "@lab/nbformat";

/** The lessons, by the names of their files, in order. */
export const LESSONS = [
  "01_softmax.ipynb",
  "02_cross_entropy.ipynb",
  "03_gradient.ipynb",
  "04_temperature.ipynb",
  "05_speed_and_accuracy.ipynb",
  "06_bigram.ipynb",
  "07_position_sizing.ipynb",
];

/** All of the project's notebooks. */
export const NOTEBOOKS = [...LESSONS, "glossary.ipynb", "index.ipynb"];

/** The folder that they are in. */
export const FOLDER = new URL("../notebooks/", import.meta.url).pathname;

/** One of them, as it is saved. */
export function readNotebook(name: string): Notebook {
  return parseNotebook(Deno.readTextFileSync(FOLDER + name), name);
}
