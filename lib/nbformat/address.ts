/** Text without percent-encoding, if that is what it has. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The path in a relative address. */
export function pathIn(address: string): string {
  return decoded(address.replace(/[?#][^]*$/, ""));
}
