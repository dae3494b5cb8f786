/**
 * Runs Deno itself, and reads what its type checker says.
 *
 * @module
 */

export { deno } from "./deno.ts";
export { type TypeProblem, typeProblems } from "./type_problems.ts";
