import { argmax, entropy, softmax, type Vector } from "../kernels/mod.ts";
import {
  Explorer,
  type FigureOptions,
  fixed,
  list,
  logitsText,
  nameClassesOf,
  plain,
  probability,
  type Words,
} from "./house/mod.ts";
import { temperatureMultiples } from "./temperature_multiples.ts";

/** Both limits, and 25 temperatures about evenly spaced on a log scale. */
const TEMPERATURES = [
  0,
  ...[0.05, 0.065, 0.08, 0.1, 0.13, 0.17, 0.22, 0.3, 0.4, 0.5, 0.65, 0.8],
  1,
  ...[1.25, 1.5, 2, 2.5, 3.3, 4.5, 6, 8, 10, 12.5, 16, 20],
  Infinity,
];

function dataOf(logits: Vector, { classes }: FigureOptions) {
  const names = nameClassesOf(logits, classes);
  const states = TEMPERATURES.map((temperature) => {
    const p = Array.from(softmax(logits, { temperature }));
    return {
      temperature,
      p,
      entropy: entropy(p),
      leaders: names.filter((_, i) => p[i] === p[argmax(p)]),
    };
  });
  return { logits, names, states };
}

type Data = ReturnType<typeof dataOf>;

function words({ logits, names, states }: Data): Required<Words> {
  const [cold, hot] = [states[0], states.at(-1)!];
  const top = argmax(cold.p);
  const [from, to] = [cold, hot].map(({ p }) => probability(p[top]));
  const [each, them] = cold.leaders.length > 1 ? [" each", "them"] : ["", "it"];
  const said = states.filter(({ temperature }) =>
    [0, 0.1, 0.5, 1, 2, 10, Infinity].includes(temperature)
  ).map(({ temperature, p, entropy }) => {
    const shares = names.map((name, i) => `${name} ${probability(p[i], 3)}`);
    return `T = ${plain(temperature)}: ${shares.join(", ")}; entropy ${
      fixed(entropy, 2)
    } nats.`;
  });
  return {
    title: `Heat takes ${
      list(cold.leaders)
    } from ${from} to ${to}${each}, and no class overtakes ${them}`,
    subtitle: `Probabilities of ${logitsText(logits)} divided by T`,
    alt: `A slider of ${states.length} temperatures and one bar per class. ${
      said.join(" ")
    }`,
  };
}

/** An entropy, never rounded to a 0 that it is not. */
function small(entropy: number): string {
  if (entropy === 0) return "0";
  return entropy < 0.0005 ? "<0.001" : fixed(entropy, 3);
}

/**
 * A slider for the temperature: the reader turns it from argmax to uniform, and
 * sees the probabilities, their entropy and the favourite. It needs no script.
 *
 * @param logits scores of the classes, shape [classes]
 * @throws {TypeError | RangeError} as softmax() does
 */
export function temperatureExplorer(
  logits: Vector,
  options: FigureOptions = {},
): Explorer {
  const data = dataOf(logits, options);
  const { names, states } = data;
  return new Explorer({
    ...words(data),
    slider: "Temperature T",
    scale: TEMPERATURES.map((T) =>
      T === 1 ? "1" : T === 0 || T === Infinity ? `T = ${plain(T)}` : ""
    ),
    names,
    states: states.map(({ temperature, p, entropy, leaders }) => ({
      name: `T = ${plain(temperature)}`,
      groups: [{
        bars: p.map((share) => ({ share, number: probability(share, 3) })),
        says: `entropy ${small(entropy)} nats, choice: ${
          leaders.length === names.length ? "any" : leaders.join(" or ")
        }`,
      }],
    })),
    start: TEMPERATURES.indexOf(1),
    still: temperatureMultiples(logits, { ...options, temperatures: [1] }),
  });
}
