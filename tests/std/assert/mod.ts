// The code of jsr:@std/assert from npm, for networks that reach npm and not
// JSR. deno.json maps both of its names to this file. If "@std/assert" is
// mapped to "jsr:@std/assert@^1" instead, the same imports go to JSR.

// @ts-types="./mod.d.ts"
export * from "npm:deno-std@1.4.0/assert/mod.js";
