/**
 * Describes the value under the cursor.
 *
 * @module
 */

import type { Json } from "../../nbformat/mod.ts";
import type { Session } from "../kernel/session.ts";

/**
 * The text that answers an `inspect_request`: of a function its source, of
 * anything else its value. Undefined if the cursor is not on a name that has one,
 * or if a getter would have to change something to make it.
 */
export async function inspected(
  { code, cursor_pos }: Record<string, Json>,
  session: Session,
): Promise<Json | undefined> {
  const text = String(code);
  // The position counts characters as Python does.
  const at = Array.from(text).slice(0, Number(cursor_pos)).join("").length;
  const before = /[\p{ID_Continue}$.]*$/u.exec(text.slice(0, at))![0];
  const after = /^[\p{ID_Continue}$]*/u.exec(text.slice(at))![0];
  const name = before + after;
  if (
    !/^[\p{ID_Start}_$][\p{ID_Continue}$]*(\.[\p{ID_Continue}$]+)*$/u.test(name)
  ) return;
  return await session.ask(`await new Promise(async (resolve, reject) => {
    const { Session } = await import("node:inspector");
    const inspector = new Session();
    inspector.connect();
    const look = { expression: "${name}", throwOnSideEffect: true };
    inspector.post("Runtime.evaluate", look, (error, answer) => {
      inspector.disconnect();
      if (error || answer.exceptionDetails) reject();
      else resolve();
    });
  }) ?? (typeof ${name} === "function"
    ? String(${name}).slice(0, 2000)
    : Deno.inspect(${name}, { colors: !Deno.noColor }))`);
}
