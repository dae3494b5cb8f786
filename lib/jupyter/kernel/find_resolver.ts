/**
 * Finds in a snapshot of the heap the function that resolves the promise for which
 * another promise waits.
 *
 * @module
 */

/** A heap snapshot, as V8 writes it. */
interface Snapshot {
  snapshot: {
    meta: {
      node_fields: string[];
      edge_fields: string[];
      edge_types: string[][];
    };
  };
  nodes: number[];
  edges: number[];
  strings: string[];
}

/**
 * Finds the function. This runs in the kernel, from its source text, so it uses
 * nothing outside itself.
 *
 * @param promise the id of the promise that waits
 * @returns the function's id
 */
export function resolverOf(
  promise: number,
  { snapshot: { meta }, nodes, edges, strings }: Snapshot,
): number | undefined {
  const NODE = meta.node_fields.length;
  const EDGE = meta.edge_fields.length;
  const [NAME, ID, COUNT] = ["name", "id", "edge_count"]
    .map((field) => meta.node_fields.indexOf(field));
  const INTERNAL = meta.edge_types[0].indexOf("internal");
  const name = (node: number) => strings[nodes[node + NAME]];
  const visit = (see: (from: number, edge: string, to: number) => void) => {
    for (let node = 0, edge = 0; node < nodes.length; node += NODE) {
      for (let i = nodes[node + COUNT]; i > 0; i--, edge += EDGE) {
        const isInternal = edges[edge] === INTERNAL;
        see(node, isInternal ? strings[edges[edge + 1]] : "", edges[edge + 2]);
      }
    }
  };
  const shared = new Set<number>();
  const resolvers = new Set<number>();
  /** Functions that resolve promises, by the scopes that hold the promises. */
  const scopes = new Map<number, number>();
  visit((from, edge, to) => {
    if (
      edge === "builtin_name" && name(to) === "PromiseCapabilityDefaultResolve"
    ) shared.add(from);
  });
  visit((from, edge, to) => {
    if (edge === "shared" && shared.has(to)) resolvers.add(from);
  });
  visit((from, edge, to) => {
    if (edge === "context" && resolvers.has(from)) scopes.set(to, from);
  });
  const waiting = new Set<number>();
  for (let node = 0; node < nodes.length; node += NODE) {
    if (nodes[node + ID] === promise) waiting.add(node);
  }
  // This goes from a promise to the async function that it belongs to, to the scope
  // and the functions that continue it, to the reaction that calls them, and to the
  // promise of that reaction.
  for (let size = 0; size < waiting.size;) {
    size = waiting.size;
    let found: number | undefined;
    visit((from, edge, to) => {
      if (!waiting.has(to)) return;
      if (scopes.has(from)) found ??= scopes.get(from);
      const kind = name(from);
      if (
        edge === "extension" || edge === "reactions_or_result" ||
        (edge === "context" && kind === "") ||
        /PromiseReaction$|AsyncGeneratorRequest$|^(Async)?Generator$/.test(kind)
      ) waiting.add(from);
    });
    if (found !== undefined) return nodes[found + ID];
  }
}
