/** Names the kind of a value for an error message: "a string", "Int32Array". */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (Array.isArray(value)) return "an array";
  const name = value.constructor?.name ?? "Object";
  return name === "Object" ? "an object" : name;
}
