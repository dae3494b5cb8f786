import { svgImage } from "../../svg/mod.ts";
import { COLUMN } from "./palette.ts";

/** The words of a figure. */
export interface Words {
  /** The finding, drawn in bold at the top. */
  title: string;
  /** The set-up, drawn below the title. */
  subtitle?: string;
  /** The picture in words, with its numbers, for those who do not see it. */
  alt: string;
}

/** A finished picture: its finding, its text alternative and its SVG document. */
export class Figure {
  /** The finding, as a sentence. It is also drawn in the figure. */
  readonly title: string;
  /** The picture in words, with its numbers. */
  readonly alt: string;
  /** A complete, standalone SVG document that can also be put inline in a page. */
  readonly svg: string;

  /** Takes a finished document and its words. */
  constructor(parts: { title: string; alt: string; svg: string }) {
    this.title = parts.title;
    this.alt = parts.alt;
    this.svg = parts.svg;
  }

  /** Shows the figure in a notebook. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return svgImage(this.svg, this.alt, COLUMN);
  }
}
