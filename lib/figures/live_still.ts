import { softmax, softmaxNaive } from "../kernels/mod.ts";
import { barDomain, barPanels } from "./house/bars.ts";
import { compose, type Figure, type Words } from "./house/compose.ts";
import { logitsText, probability, rounded } from "./house/format.ts";

function dataOf(scores: number[], names: string[], c: number) {
  const raised = scores.map((z) => z + c);
  return { scores, names, c, p: softmax(raised), naive: softmaxNaive(raised) };
}

function words(
  { scores, names, c, p, naive }: ReturnType<typeof dataOf>,
): Words {
  const said = names
    .map((name, i) => `${name} ${probability(p[i], 3)} and ${share(naive[i])}`);
  return {
    title: `Add ${c} to every score: softmax stays, naive softmax is lost`,
    subtitle:
      `Probabilities after that; exp(${c}) is Infinity in float64, and ∞/∞ is NaN`,
    alt: `Three panels of bars: ${
      logitsText(scores)
    }, and with ${c} added to each, the probabilities by stable and by naive softmax: ${
      said.join(", ")
    }.`,
  };
}

function share(p: number): string {
  return Number.isNaN(p) ? "NaN" : probability(p);
}

/** Draws scores, and stable and naive softmax of the scores with c added. */
export function liveStill(
  scores: number[],
  names: string[],
  c: number,
): Figure {
  const data = dataOf(scores, names, c);
  const shares = { format: share, hasTrack: true };
  return compose(
    words(data),
    barPanels(names, [
      {
        heading: "score",
        values: scores,
        format: (z) => rounded(z, 3),
        domain: barDomain(scores),
      },
      { heading: "stable", values: data.p, ...shares },
      { heading: "naive", values: data.naive, ...shares },
    ]),
  );
}
