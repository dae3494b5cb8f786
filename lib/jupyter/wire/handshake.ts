/**
 * The greeting and the commands of ZMTP 3.0.
 *
 * @module
 */

import { concat, ZmtpError } from "./bytes.ts";

const MECHANISM = "NULL";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The first 64 bytes: signature, version 3.0, mechanism, not a server. */
export function greeting(): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[10] = 3;
  bytes.set(encoder.encode(MECHANISM), 12);
  return bytes;
}

/**
 * Refuses a peer that does not speak ZMTP 3 with the mechanism NULL.
 *
 * @param bytes the first 64 that it sent
 */
export function checkGreeting(bytes: Uint8Array): void {
  if (bytes[0] !== 0xff || bytes[9] !== 0x7f) {
    throw new ZmtpError("The peer does not speak ZMTP");
  }
  if (bytes[10] < 3) {
    throw new ZmtpError(`Need ZMTP 3, the peer speaks ${bytes[10]}`);
  }
  const mechanism = decoder.decode(bytes.subarray(12, 32)).replace(/\0+$/, "");
  if (mechanism !== MECHANISM) {
    throw new ZmtpError(
      `Need the mechanism ${MECHANISM}, the peer wants ${mechanism}`,
    );
  }
}

/** The command that ends a handshake, with the one property that is needed. */
export function readyCommand(type: string): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, type.length);
  return concat([
    ...["READY", "Socket-Type"].map(encodeName),
    length,
    encoder.encode(type),
  ]);
}

/** A command's or property's name, after its length. */
export function encodeName(name: string): Uint8Array {
  return new Uint8Array([name.length, ...encoder.encode(name)]);
}

/** The name of a command, and the bytes after it. */
export function readCommand(
  body: Uint8Array,
): { name: string; data: Uint8Array } {
  const end = 1 + body[0];
  if (body.length === 0 || body.length < end) {
    throw new ZmtpError("A command without a name");
  }
  return { name: decoder.decode(body.subarray(1, end)), data: body.slice(end) };
}

/** The properties of the command READY in hexadecimal, by their names in lower case. */
export function readProperties(data: Uint8Array): Map<string, string> {
  const properties = new Map<string, string>();
  const view = new DataView(data.buffer);
  for (let at = 0; at < data.length;) {
    const value = at + 1 + data[at] + 4;
    if (value > data.length) break;
    const end = value + view.getUint32(value - 4);
    const name = decoder.decode(data.subarray(at + 1, value - 4));
    properties.set(name.toLowerCase(), data.subarray(value, end).toHex());
    at = end;
  }
  return properties;
}
