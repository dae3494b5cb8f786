// The code of jsr:@std/assert from npm, for networks that reach npm and not
// JSR. deno.json maps both names of it here; map "@std/assert" to
// "jsr:@std/assert@^1" and the same imports go to JSR.

// @ts-types="./mod.d.ts"
export * from "npm:deno-std@1.4.0/assert/mod.js";
