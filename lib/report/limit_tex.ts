/**
 * Bounds what temml's macros may expand to. Temml counts expansions, but each
 * may double its argument.
 *
 * @module
 */

import temml from "temml";

/** All the tokens that the macros of a formula may make. */
const MOST_TOKENS = 100_000;

interface Token {
  text: string;
}

/** The part of temml's class that is used here. */
interface Expander {
  /** The tokens made so far. */
  made?: number;
  /** The body of the macro that is being expanded. */
  body?: Token[];
  consumeArgs(count: number, delimiters?: string[][]): Token[][];
  pushTokens(tokens: Token[]): void;
  _getExpansion(name: string): { tokens: Token[] } | null | undefined;
}

/** Sets the bound for all formulas from now on. */
export function limitTex(): void {
  // Temml hands its expander, whose class it does not export, to a macro that is a function.
  const { __defineMacro } = temml as unknown as {
    __defineMacro(name: string, body: (expander: Expander) => string): void;
  };
  __defineMacro("\\lab@limit", (expander) => {
    limit(Object.getPrototypeOf(expander));
    return "";
  });
  temml.renderToString("\\lab@limit");
  __defineMacro("\\lab@limit", () => "");
}

function limit(expander: Expander): void {
  const { _getExpansion, consumeArgs, pushTokens } = expander;
  const spend = (expander: Expander, tokens: number) => {
    expander.made = (expander.made ?? 0) + tokens;
    if (expander.made > MOST_TOKENS) {
      throw new RangeError("its macros expand to too much");
    }
  };
  expander._getExpansion = function (name) {
    const expansion = _getExpansion.call(this, name);
    this.body = expansion?.tokens;
    return expansion;
  };
  expander.consumeArgs = function (count, delimiters) {
    const body = this.body ?? [];
    const args = consumeArgs.call(this, count, delimiters);
    const longest = Math.max(0, ...args.map(({ length }) => length));
    const places = body.filter(({ text }) => text === "#").length;
    spend(this, body.length + places * longest);
    return args;
  };
  expander.pushTokens = function (tokens) {
    spend(this, tokens.length);
    pushTokens.call(this, tokens);
  };
}
