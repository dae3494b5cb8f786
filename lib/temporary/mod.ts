/**
 * Files and folders that last no longer than their program, even if it is
 * killed.
 *
 * @module
 */

export { HeldFile, HeldFolder, sweep, temporaryFolder } from "./held.ts";
