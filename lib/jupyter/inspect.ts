/**
 * Describes the value under the cursor.
 *
 * @module
 */

import type { Json } from "../nbformat/mod.ts";

/** The type of the message in which code answers a question of the session's own. */
export const ANSWER_TYPE = "lab_answer";

/**
 * The code that describes what an `inspect_request` asks about: a function by
 * its source, anything else by its value. Undefined if the cursor is not on a name.
 */
export function inspectionCode(
  { code, cursor_pos }: Record<string, Json>,
): string | undefined {
  const text = String(code);
  // The position counts characters as Python does.
  const at = Array.from(text).slice(0, Number(cursor_pos)).join("").length;
  const before = /[\p{ID_Continue}$.]*$/u.exec(text.slice(0, at))![0];
  const after = /^[\p{ID_Continue}$]*/u.exec(text.slice(at))![0];
  const name = before + after;
  if (
    !/^[\p{ID_Start}_$][\p{ID_Continue}$]*(\.[\p{ID_Continue}$]+)*$/u.test(name)
  ) return;
  return `try {
    Deno.jupyter.broadcast("${ANSWER_TYPE}", {
      answer: typeof ${name} === "function"
        ? String(${name}).slice(0, 2000)
        : Deno.inspect(${name}, { colors: !Deno.noColor }),
    });
  } catch {}`;
}
