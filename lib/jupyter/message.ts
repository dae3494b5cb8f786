/**
 * Messages of the Jupyter protocol 5.3, signed with HMAC-SHA256:
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html
 *
 * On the wire a message is the frames [routing ids or topics..., "<IDS|MSG>",
 * signature, header, parent header, metadata, content, buffers...].
 *
 * @module
 */

import { concat } from "./bytes.ts";
import type { Json } from "../nbformat/mod.ts";

/** What every message says of itself. */
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
  /** The header of the request that this belongs to; empty if none. */
  parent_header: Partial<Header>;
  content: Record<string, Json>;
}

/** A message that is not one of the protocol, or not of this connection. */
export class MessageError extends Error {
  override name = "MessageError";
}

const DELIMITER = "<IDS|MSG>";
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * How a message without routing ids begins on a ZeroMQ wire: the delimiter's
 * frame, then the frame of a signature. JSON has no such control characters.
 */
export const MESSAGE_START = new Uint8Array([
  ...[1, DELIMITER.length],
  ...encoder.encode(DELIMITER),
  ...[1, 64],
]);

/** Writes and reads the messages of one session, with one key. */
export class MessageCodec {
  readonly #key: CryptoKey;
  readonly #session = crypto.randomUUID();

  private constructor(key: CryptoKey) {
    this.#key = key;
  }

  /** @param key the connection file's key */
  static async create(key: string): Promise<MessageCodec> {
    return new MessageCodec(
      await crypto.subtle.importKey(
        "raw",
        encoder.encode(key),
        { name: "HMAC", hash: "SHA-256" },
        false,
        ["sign", "verify"],
      ),
    );
  }

  /**
   * The frames of a new message, and the id that replies will name.
   *
   * @param type the message's type, such as "execute_request"
   */
  async encode(
    type: string,
    content: Record<string, Json>,
  ): Promise<{ id: string; frames: Uint8Array[] }> {
    const header: Header = {
      msg_id: crypto.randomUUID(),
      msg_type: type,
      session: this.#session,
      username: "softmax-lab",
      date: new Date().toISOString(),
      version: "5.3",
    };
    const parts = [header, {}, {}, content].map((part) =>
      encoder.encode(JSON.stringify(part))
    );
    const signature = await crypto.subtle.sign(
      "HMAC",
      this.#key,
      concat(parts),
    );
    return {
      id: header.msg_id,
      frames: [
        encoder.encode(DELIMITER),
        encoder.encode(new Uint8Array(signature).toHex()),
        ...parts,
      ],
    };
  }

  /**
   * Reads a message and checks its signature.
   *
   * @throws {MessageError} when the frames are no message, or the signature is
   * not the key's
   */
  async decode(frames: Uint8Array[]): Promise<Message> {
    const at = frames.findIndex((f) => decoder.decode(f) === DELIMITER);
    if (at < 0 || frames.length < at + 6) {
      throw new MessageError(`Not a Jupyter message: ${frames.length} frames`);
    }
    const parts = frames.slice(at + 2, at + 6);
    // WebCrypto compares in constant time.
    const genuine = await crypto.subtle.verify(
      "HMAC",
      this.#key,
      fromHex(frames[at + 1]),
      concat(parts),
    );
    if (!genuine) {
      throw new MessageError("A message with a wrong signature");
    }
    const [header, parent_header, , content] = parts.map(parseObject);
    if (typeof header.msg_type !== "string") {
      throw new MessageError("A message without a type");
    }
    return {
      header: header as unknown as Header,
      parent_header: parent_header as Partial<Header>,
      content,
    };
  }
}

/** The bytes of a hexadecimal text; none if it is not one, which verifies nothing. */
function fromHex(frame: Uint8Array): Uint8Array<ArrayBuffer> {
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
