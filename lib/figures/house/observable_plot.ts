/**
 * Observable Plot as notebooks and figures import it, "@observablehq/plot": all of
 * it, with a document to draw into. Outside of a browser it has none of its own, and
 * every plot would need one as an option.
 *
 * @module
 */

import { parseHTML } from "linkedom";
import * as Plot from "observable-plot";

export * from "observable-plot";

// linkedom's types lack the document, and Plot's types expect a browser's.
const { document } = parseHTML("<html></html>") as unknown as {
  document: { createElement(name: string): unknown };
};
const drawInto = { document } as object;

const createElement = document.createElement.bind(document);
document.createElement = (name) => {
  if (name !== "canvas") return createElement(name);
  throw new TypeError(
    "Cannot draw a raster or the legend of a continuous colour scale: Plot " +
      "paints them in a browser. Draw cells or contours, or give the scale " +
      'steps: { type: "quantize", n: 5 }',
  );
};

/** Plot's own, https://observablehq.com/plot/features/plots */
export const plot: typeof Plot.plot = (options) =>
  Plot.plot({ ...drawInto, ...options });

/** Plot's own, https://observablehq.com/plot/features/legends */
export const legend: typeof Plot.legend = (options) =>
  Plot.legend({ ...drawInto, ...options });

// For `Plot.dot(data).plot()`.
Plot.Mark.prototype.plot = function ({ marks = [], ...options } = {}) {
  return plot({ ...options, marks: [...marks, this as Plot.Markish] });
};
