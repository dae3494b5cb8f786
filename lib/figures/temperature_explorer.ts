import { argmax, entropy, softmax, type Vector } from "../kernels/mod.ts";
import {
  Explorer,
  fixed,
  list,
  logitsText,
  nameClassesOf,
  plain,
  probability,
} from "./house/mod.ts";
import { temperatureMultiples } from "./temperature_multiples.ts";

interface Options {
  classes?: string[];
}

/** 25 temperatures about evenly spaced on a log scale, mirrored at 1. */
export const TEMPERATURES = [
  ...[0.05, 0.065, 0.08, 0.1, 0.13, 0.17, 0.22, 0.3, 0.4, 0.5, 0.65, 0.8],
  1,
  ...[1.25, 1.5, 2, 2.5, 3.3, 4.5, 6, 8, 10, 12.5, 16, 20],
];

/**
 * The probabilities at both limits and at 25 temperatures between them, with
 * their entropy in nats and the classes in the lead.
 *
 * @param logits shape [classes]
 * @throws {TypeError | RangeError} as softmax() does, and when classes has
 *   another length
 */
export function temperatureExplorerData(
  logits: Vector,
  { classes }: Options = {},
) {
  const names = nameClassesOf(logits, classes);
  const states = [0, ...TEMPERATURES, Infinity].map((temperature) => {
    const p = Array.from(softmax(logits, { temperature }));
    return {
      temperature,
      p,
      entropy: entropy(p),
      leaders: names.filter((_, i) => p[i] === p[argmax(p)]),
    };
  });
  return { names, states };
}

/**
 * A slider for the temperature: the reader turns it from argmax to uniform, and
 * sees the probabilities, their entropy and the favourite. It needs no script.
 *
 * @param logits scores of the classes, shape [classes]
 * @param options classes: their names
 * @throws {TypeError | RangeError} as softmax() does, and when classes has
 *   another length
 */
export function temperatureExplorer(
  logits: Vector,
  options: Options = {},
): Explorer {
  const { names, states } = temperatureExplorerData(logits, options);
  const [cold, hot] = [states[0], states.at(-1)!];
  const tied = cold.leaders.length > 1;
  const top = argmax(cold.p);
  const shares = `from ${probability(cold.p[top])} to ${
    probability(hot.p[top])
  }`;
  const title = cold.leaders.length === names.length
    ? "Temperature changes nothing where all classes tie"
    : `Heat takes ${list(cold.leaders)} ${shares}${
      tied ? " each" : ""
    }, and no class overtakes ${tied ? "them" : "it"}`;
  const said = states.filter(({ temperature }) =>
    [0, 0.1, 0.5, 1, 2, 10, Infinity].includes(temperature)
  );
  return new Explorer({
    title,
    subtitle: `Probabilities of ${logitsText(logits)} divided by T`,
    alt: `A slider of ${states.length} temperatures and a bar a class. ${
      said.map(({ temperature, p, entropy }) =>
        `T = ${plain(temperature)}: ${
          names.map((name, i) => `${name} ${probability(p[i], 3)}`).join(", ")
        }; entropy ${fixed(entropy, 2)} nats.`
      ).join(" ")
    }`,
    slider: "Temperature T",
    scale: ["T = 0", "1", "T = ∞"],
    names,
    states: states.map(({ temperature, p, entropy, leaders }) => ({
      name: `T = ${plain(temperature)}`,
      bars: p.map((share) => ({ share, number: probability(share, 3) })),
      says: `entropy ${small(entropy)} nats, choice: ${
        leaders.length === names.length ? "any" : leaders.join(" or ")
      }`,
    })),
    start: 1 + TEMPERATURES.indexOf(1),
    still: temperatureMultiples(logits, { ...options, temperatures: [1] }),
  });
}

/** An entropy, never rounded to a 0 that it is not. */
function small(entropy: number): string {
  if (entropy === 0) return "0";
  return entropy < 0.0005 ? "<0.001" : fixed(entropy, 3);
}
