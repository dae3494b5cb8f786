// The code of jsr:@std/assert from npm, for networks that reach npm and not
// JSR. deno.json's "links" puts it in place of the JSR package; delete that
// line and the same imports go to JSR.

// @ts-types="./mod.d.ts"
export * from "npm:deno-std@1.4.0/assert/mod.js";
