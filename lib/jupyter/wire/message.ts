/**
 * Messages of the Jupyter protocol 5.3, signed with HMAC-SHA256:
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html
 *
 * On the wire a message is the frames [routing ids or topics..., "<IDS|MSG>",
 * signature, header, parent header, metadata, content, buffers...].
 *
 * @module
 */

import { createHmac, timingSafeEqual } from "node:crypto";
import type { Json } from "../../nbformat/mod.ts";

/** The header that every message has. */
export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

/** A message that came in. */
export interface Message {
  header: Header;
  /** The header of the request that this belongs to; empty if there is none. Read when it is asked for. */
  readonly parent_header: Partial<Header>;
  /** Read when it is asked for. */
  readonly metadata: Record<string, Json>;
  /** Read when it is first asked for. */
  readonly content: Record<string, Json>;
  /** The parts that a message with another header can take over as they are. */
  readonly body?: Body;
  /** The frames before the message, by which a reply finds its way back. */
  readonly route: Uint8Array[];
}

/** The metadata and the content as bytes, and the buffers. */
export type Body = Uint8Array[];

/** A message does not follow the protocol, or does not belong to this connection. */
export class MessageError extends Error {
  override name = "MessageError";
}

const DELIMITER = "<IDS|MSG>";
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The bytes with which a message without routing ids begins on a ZeroMQ wire:
 * the delimiter's frame, then the head of a signature's frame. No part of a
 * message holds them, since JSON has no such control characters.
 */
export const MESSAGE_START = new Uint8Array([
  ...[1, DELIMITER.length],
  ...encoder.encode(DELIMITER),
  ...[1, 64],
]);

/** Writes and reads the messages of one session, with one key. */
export class MessageCodec {
  readonly #key: string;
  readonly #session = crypto.randomUUID();

  /** @param key the connection file's key */
  constructor(key: string) {
    this.#key = key;
  }

  /**
   * The frames of a new message, and the id that replies will name.
   *
   * @param type the message's type, such as "execute_request"
   * @param content its content, or all that another message had after its headers
   * @param parent the header of the request that it belongs to
   * @param route the frames before the message
   */
  encode(
    type: string,
    content: Record<string, Json> | Body,
    parent: Partial<Header> = {},
    route: Uint8Array[] = [],
  ): { id: string; frames: Uint8Array[] } {
    const header: Header = {
      msg_id: crypto.randomUUID(),
      msg_type: type,
      session: this.#session,
      username: "softmax-lab",
      date: new Date().toISOString(),
      version: "5.3",
    };
    const toBytes = (part: unknown) => encoder.encode(JSON.stringify(part));
    const body = Array.isArray(content) ? content : [{}, content].map(toBytes);
    const parts = [...[header, parent].map(toBytes), ...body];
    const signature = this.#sign(parts.slice(0, 4)).toHex();
    const start = [DELIMITER, signature].map((text) => encoder.encode(text));
    return { id: header.msg_id, frames: [...route, ...start, ...parts] };
  }

  /**
   * Reads a message and checks its signature.
   *
   * @throws {MessageError} when the frames are not a message, or the signature
   *   was not made with the key
   */
  decode(frames: Uint8Array[]): Message {
    const at = frames.findIndex((f) => decoder.decode(f) === DELIMITER);
    if (at < 0 || frames.length < at + 6) {
      throw new MessageError(`Not a Jupyter message: ${frames.length} frames`);
    }
    const parts = frames.slice(at + 2, at + 6);
    const given = fromHex(frames[at + 1]);
    const signature = this.#sign(parts);
    if (
      given.length !== signature.length || !timingSafeEqual(given, signature)
    ) {
      throw new MessageError("A message with a wrong signature");
    }
    const header = parseObject(parts[0]);
    if (typeof header.msg_type !== "string") {
      throw new MessageError("A message without a type");
    }
    let content: Record<string, Json> | undefined;
    return {
      header: header as unknown as Header,
      get parent_header() {
        return parseObject(parts[1]);
      },
      get metadata() {
        return parseObject(parts[2]);
      },
      get content() {
        return content ??= parseObject(parts[3]);
      },
      body: frames.slice(at + 4),
      route: frames.slice(0, at),
    };
  }

  #sign(parts: Uint8Array[]): Uint8Array {
    const hmac = createHmac("sha256", this.#key);
    for (const part of parts) hmac.update(part);
    return new Uint8Array(hmac.digest());
  }
}

/** The bytes of a hexadecimal text. Any other text gives none, which never match a signature. */
function fromHex(frame: Uint8Array): Uint8Array {
  try {
    return Uint8Array.fromHex(decoder.decode(frame));
  } catch {
    return new Uint8Array();
  }
}

function parseObject(frame: Uint8Array): Record<string, Json> {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(frame));
  } catch {
    throw new MessageError("A message that is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new MessageError("A message part that is not an object");
  }
  return value as Record<string, Json>;
}
