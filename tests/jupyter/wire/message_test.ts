import { assert, assertEquals, assertThrows } from "@std/assert";
import { createHmac } from "node:crypto";
import {
  MESSAGE_START,
  MessageCodec,
  MessageError,
} from "../../../lib/jupyter/wire/message.ts";

const key = "a secret";
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (frame: Uint8Array) => new TextDecoder().decode(frame);

/** A message's frames, signed by another implementation. */
function signed(
  header: unknown,
  content: unknown,
  { withKey = key, buffers = [] as Uint8Array[], topic = [] as Uint8Array[] } =
    {},
): Uint8Array[] {
  const parts = [header, { msg_id: "p" }, {}, content].map((part) =>
    typeof part === "string" ? part : JSON.stringify(part)
  );
  const signature = createHmac("sha256", withKey).update(parts.join(""))
    .digest("hex");
  return [
    ...topic,
    ...["<IDS|MSG>", signature, ...parts].map(bytes),
    ...buffers,
  ];
}

Deno.test("MessageCodec.encode() signs as the protocol says", () => {
  const codec = new MessageCodec(key);
  const { id, frames } = codec.encode("execute_request", { code: "é" });
  assertEquals(frames.length, 6);
  assertEquals(text(frames[0]), "<IDS|MSG>");
  assertEquals(
    text(frames[1]),
    createHmac("sha256", key).update(frames.slice(2).map(text).join(""))
      .digest("hex"),
  );
  const header = JSON.parse(text(frames[2]));
  assertEquals(header.msg_id, id);
  assertEquals(header.msg_type, "execute_request");
  assertEquals(header.version, "5.3");
  assertEquals(JSON.parse(text(frames[5])), { code: "é" });
});

Deno.test("MessageCodec.decode() reads a message with topic and buffers", () => {
  const codec = new MessageCodec(key);
  const message = codec.decode(
    signed({ msg_type: "status" }, { execution_state: "idle" }, {
      topic: [bytes("kernel.status")],
      buffers: [new Uint8Array([1, 2])],
    }),
  );
  assertEquals(message.header.msg_type, "status");
  assertEquals(message.parent_header.msg_id, "p");
  assertEquals(message.content, { execution_state: "idle" });
});

Deno.test("MessageCodec.decode() refuses a message that was not signed with the key", () => {
  const codec = new MessageCodec(key);
  const good = signed({ msg_type: "status" }, {});
  const forged = [
    signed({ msg_type: "status" }, {}, { withKey: "another" }),
    good.with(1, bytes("")),
    good.with(1, bytes("zz")),
    good.with(1, good[1].slice(0, 62)),
    good.with(5, bytes('{"a":1}')),
    good.with(3, bytes("{}")),
  ];
  for (const frames of forged) {
    assertThrows(
      () => codec.decode(frames),
      MessageError,
      "A message with a wrong signature",
    );
  }
});

Deno.test("MessageCodec.decode() refuses frames that are not a message", () => {
  const codec = new MessageCodec(key);
  const cases: [Uint8Array[], string][] = [
    [[], "Not a Jupyter message: 0 frames"],
    [signed({}, {}).slice(1), "Not a Jupyter message: 5 frames"],
    [signed({}, {}).slice(0, 5), "Not a Jupyter message: 5 frames"],
    [signed({ msg_type: "a" }, "{"), "A message that is not JSON"],
    [signed({ msg_type: "a" }, []), "A message part that is not an object"],
    [signed({}, {}), "A message without a type"],
  ];
  for (const [frames, message] of cases) {
    assertThrows(() => codec.decode(frames).content, MessageError, message);
  }
});

Deno.test("MESSAGE_START is how a message begins on the wire", () => {
  const [delimiter, signature] = signed({}, {});
  assertEquals(
    [...MESSAGE_START],
    [1, delimiter.length, ...delimiter, 1, signature.length],
  );
  // JSON never holds its first byte, so content cannot be taken for a start.
  assert(!JSON.stringify("\x01").includes("\x01"));
});
