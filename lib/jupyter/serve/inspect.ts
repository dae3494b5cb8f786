/**
 * Describes the value under the cursor.
 *
 * @module
 */

import type { Json } from "../../nbformat/mod.ts";
import type { Session } from "../kernel/session.ts";

/**
 * The text that answers an `inspect_request`: of a function its source, of
 * anything else its value. Undefined if the cursor is not on a name that has one.
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
  return await session.ask(`typeof ${name} === "function"
    ? String(${name}).slice(0, 2000)
    : Deno.inspect(${name}, { colors: !Deno.noColor })`);
}
