// The code of jsr:@std/assert, taken from npm for networks that reach npm but not
// JSR. deno.json maps both of its names to this file. Map "@std/assert" to
// "jsr:@std/assert@^1" instead, and the same imports come from JSR.

// @ts-types="./mod.d.ts"
export * from "npm:deno-std@1.4.0/assert/mod.js";
