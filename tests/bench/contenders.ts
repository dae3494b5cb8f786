import type { Contender } from "./contender.ts";
import {
  ours,
  oursInArrays,
  oursInPlace,
  oursOnTwoThreads,
  rowByRow,
} from "./ours.ts";
import { plain } from "./plain.ts";

/** The contenders that need no packages; with the others, ours comes first. */
export const contenders: Contender[] = [
  ours,
  oursInPlace,
  oursInArrays,
  rowByRow,
  plain,
  oursOnTwoThreads,
];

/** Loads the contenders that need packages of their own, which are large. */
export async function contendersOfPackages(): Promise<Contender[]> {
  const { tfjs } = await import("./tfjs.ts");
  const { onnxruntimeWeb } = await import("./onnxruntime_web.ts");
  const { jaxJs } = await import("./jax_js.ts");
  return [tfjs, onnxruntimeWeb, jaxJs];
}
