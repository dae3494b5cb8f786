/** A number of things: `1 page`, `3 pages`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** A time for people: `3.2 s`, `2 min 05 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const rest = String(whole % 60).padStart(2, "0");
  return `${Math.floor(whole / 60)} min ${rest} s`;
}

/** Two lines that show the first place where two texts differ. */
export function firstDifference(saved: string, fresh: string): string {
  let at = 0;
  while (at < saved.length && saved[at] === fresh[at]) at++;
  const part = (text: string) => {
    const start = Math.max(text.lastIndexOf("\n", at - 1) + 1, at - 30);
    const [line] = text.slice(start, start + 90).split("\n");
    return line.trim() || "(nothing)";
  };
  return `    saved: ${part(saved)}\n    fresh: ${part(fresh)}`;
}

/** Text for a terminal. What controls one, or turns the direction of text, is shown as U+FFFD. */
export function printable(text: string): string {
  return text.replaceAll(
    /[[\p{Cc}--[\n\t]]\u202a-\u202e\u2066-\u2069]/gv,
    "\ufffd",
  );
}
