/**
 * Firefox, for tests that look at a page in a second browser. It is driven by
 * WebDriver BiDi: https://w3c.github.io/webdriver-bidi/
 *
 * @module
 */

import { findProgram } from "./browser.ts";

/** The places where Firefox may be, unless `FIREFOX` names it. The first that exists is used. */
const PATHS = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
];

/** The path of Firefox, if it is on this machine. */
export function findFirefox(): string | undefined {
  return findProgram("FIREFOX", PATHS);
}

type Result = Record<string, unknown>;

/** Opens a page in Firefox without a window, and runs fn with a function that evaluates a script there. */
export async function inFirefox(
  url: string,
  fn: (evaluate: (script: string) => Promise<string>) => Promise<void>,
): Promise<void> {
  const profile = await Deno.makeTempDir();
  const firefox = new Deno.Command(findFirefox()!, {
    args: [
      ...["--headless", "--remote-debugging-port=0", "--profile", profile],
    ],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let said = "";
  const lines = firefox.stderr.pipeThrough(new TextDecoderStream())
    .getReader();
  try {
    let address: string | undefined;
    while (!address) {
      const { value, done } = await lines.read();
      if (done) throw new Error(`Cannot start Firefox: ${said}`);
      said += value;
      address = /BiDi listening on (\S+)\n/.exec(said)?.[1];
    }
    const socket = new WebSocket(`${address}/session`);
    const waiting = new Map<number, (message: Result) => void>();
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      waiting.get(message.id)?.(message);
    };
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    const send = async (method: string, params: Result) => {
      const id = waiting.size + 1;
      const answer = new Promise<Result>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method, params }));
      const { result, error, message } = await answer;
      if (error) throw new Error(`${method}: ${message}`);
      return result as Result;
    };
    await send("session.new", { capabilities: {} });
    const { contexts } = await send("browsingContext.getTree", {}) as {
      contexts: { context: string }[];
    };
    const [{ context }] = contexts;
    await send("browsingContext.navigate", { context, url, wait: "complete" });
    await fn(async (expression) => {
      const { result, exceptionDetails } = await send("script.evaluate", {
        expression,
        target: { context },
        awaitPromise: true,
      }) as { result: { value: string }; exceptionDetails?: { text: string } };
      if (exceptionDetails) throw new Error(exceptionDetails.text);
      return result.value;
    });
    await send("browser.close", {});
    socket.close();
  } finally {
    try {
      firefox.kill();
    } catch {
      // It has ended by itself.
    }
    await firefox.status;
    await lines.cancel();
    await Deno.remove(profile, { recursive: true });
  }
}
