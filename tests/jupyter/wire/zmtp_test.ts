import { assertEquals, assertRejects } from "@std/assert";
import { MESSAGE_START } from "../../../lib/jupyter/wire/message.ts";
import { type Connection, ZmtpError } from "../../../lib/jupyter/wire/bytes.ts";
import { ZmtpSocket } from "../../../lib/jupyter/wire/zmtp.ts";
import { pipe } from "./pipe.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** 64 bytes from the specification: signature, version, NULL, filler. */
function greeting(version = 3, mechanism = "NULL"): Uint8Array {
  const data = new Uint8Array(64);
  data.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, version, 1]);
  data.set(bytes(mechanism), 12);
  return data;
}

/** READY with two properties, spelled as libzmq spells them. */
function ready(type: string): Uint8Array {
  const body = [
    ...[5, ...bytes("READY")],
    ...[11, ...bytes("Socket-Type"), 0, 0, 0, type.length, ...bytes(type)],
    ...[8, ...bytes("Identity"), 0, 0, 0, 0],
  ];
  return new Uint8Array([4, body.length, ...body]);
}

async function write(connection: Connection, data: Uint8Array): Promise<void> {
  for (let at = 0; at < data.length;) {
    at += await connection.write(data.subarray(at));
  }
}

async function read(connection: Connection, count: number): Promise<number[]> {
  const data: number[] = [];
  while (data.length < count) {
    const buffer = new Uint8Array(count - data.length);
    const n = await connection.read(buffer);
    if (n === null) break;
    data.push(...buffer.subarray(0, n));
  }
  return data;
}

/** A socket after its handshake, and the raw other end. */
async function opened(piece?: number): Promise<[ZmtpSocket, Connection]> {
  const [ours, theirs] = pipe(piece);
  const opening = ZmtpSocket.open(ours, "SUB", MESSAGE_START);
  await write(theirs, greeting());
  await write(theirs, ready("PUB"));
  const socket = await opening;
  await read(theirs, 64 + 2 + 25); // Greeting, and READY with Socket-Type SUB.
  return [socket, theirs];
}

Deno.test("ZmtpSocket.open() sends the greeting and READY of ZMTP 3.0", async () => {
  const [ours, theirs] = pipe();
  const opening = ZmtpSocket.open(ours, "DEALER");
  const sent = await read(theirs, 64);
  assertEquals(sent.slice(0, 12), [0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0]);
  assertEquals(sent.slice(12, 17), [...bytes("NULL"), 0]);
  assertEquals(sent.slice(32), new Array(32).fill(0));
  await write(theirs, greeting());
  await write(theirs, ready("ROUTER"));
  (await opening).close();
  assertEquals(await read(theirs, 30), [
    ...[4, 28, 5, ...bytes("READY")],
    ...[11, ...bytes("Socket-Type"), 0, 0, 0, 6, ...bytes("DEALER")],
  ]);
});

Deno.test("ZmtpSocket carries messages of any size and number of frames, however they are split", async () => {
  for (const piece of [1, 2, 3, 255, 65_536, Infinity]) {
    const long = new Uint8Array(piece < 100 ? 1000 : 70_000)
      .map((_, i) => i * 7);
    const messages = [
      [bytes("a")],
      [new Uint8Array(), bytes("b"), new Uint8Array()],
      [new Uint8Array(255).fill(1), new Uint8Array(256).fill(2), long],
    ];
    const [left, right] = pipe(piece);
    const [a, b] = await Promise.all([
      ZmtpSocket.open(left, "DEALER"),
      ZmtpSocket.open(right, "ROUTER"),
    ]);
    // Not awaited one by one: messages must not mix.
    const sent = Promise.all(messages.map((message) => a.send(message)));
    for (const message of messages) assertEquals(await b.receive(), message);
    await sent;
    a.close();
    assertEquals(await b.receive(), null);
  }
});

Deno.test("ZmtpSocket.send() writes frames as the specification says", async () => {
  const [socket, theirs] = await opened();
  await socket.send([bytes("hi"), new Uint8Array(256)]);
  assertEquals(
    (await read(theirs, 13)).slice(0, 13),
    [1, 2, ...bytes("hi"), 2, 0, 0, 0, 0, 0, 0, 1, 0],
  );
  socket.close();
});

Deno.test("ZmtpSocket ignores commands, between and inside messages", async () => {
  const [socket, theirs] = await opened();
  const command = new Uint8Array([4, 5, 4, ...bytes("JOIN")]);
  await write(theirs, command);
  await write(theirs, new Uint8Array([1, 1, 65]));
  await write(theirs, command);
  await write(theirs, new Uint8Array([0, 1, 66]));
  assertEquals(await socket.receive(), [bytes("A"), bytes("B")]);
  socket.close();
});

Deno.test("ZmtpSocket.receive() takes a message out of the middle of another one", async () => {
  const inner = [bytes("<IDS|MSG>"), new Uint8Array(64).fill(48), bytes("{}")];
  const innerBytes = inner.flatMap((frame, i) => [
    ...[i < 2 ? 1 : 0, frame.length],
    ...frame,
  ]);
  const body = new Uint8Array(300).map((_, i) => 97 + i % 26);
  const head = [2, 0, 0, 0, 0, 0, 0, 1, 300 - 256];
  for (let at = 0; at < body.length; at++) {
    for (const piece of [17, Infinity]) {
      const [socket, theirs] = await opened(piece);
      await write(
        theirs,
        new Uint8Array([
          ...head,
          ...body.subarray(0, at),
          ...innerBytes,
          ...innerBytes,
          ...body.subarray(at),
          ...[0, 1, 65],
        ]),
      );
      assertEquals(await socket.receive(), inner);
      assertEquals(await socket.receive(), inner);
      assertEquals(await socket.receive(), [body]);
      assertEquals(await socket.receive(), [bytes("A")]);
      socket.close();
    }
  }
});

Deno.test("ZmtpSocket.receive() keeps a frame that ends as another message begins", async () => {
  const frame = (end: number[]) => [
    ...[2, 0, 0, 0, 0, 0, 0, 1, 0],
    ...new Uint8Array(256 - end.length),
    ...end,
  ];
  for (const end of [[1], [1, 9], [...MESSAGE_START.subarray(0, 12)]]) {
    const [socket, theirs] = await opened();
    const message = new Uint8Array([...frame(end), 1, 1, 65, 0, 10]);
    await write(theirs, message);
    await write(theirs, bytes("0123456789"));
    assertEquals(
      (await socket.receive())?.[0].slice(-end.length),
      new Uint8Array(end),
    );
    assertEquals(await socket.receive(), [bytes("A"), bytes("0123456789")]);
    socket.close();
  }
});

Deno.test("ZmtpSocket.open() refuses a peer that does not speak ZMTP 3", async () => {
  const http = bytes("HTTP/1.1 400 Bad Request\r\n".padEnd(64));
  const peers: [Uint8Array[], string][] = [
    [[http], "The peer does not speak ZMTP"],
    [[greeting(1)], "Need ZMTP 3, the peer speaks 1"],
    [[greeting(3, "CURVE")], "Need the mechanism NULL, the peer wants CURVE"],
    [
      [greeting(), new Uint8Array([0, 1, 65])],
      "Expected the command READY, got a message",
    ],
    [
      [greeting(), new Uint8Array([4, 6, 5, ...bytes("ERROR")])],
      "Expected the command READY, got ERROR",
    ],
    [[greeting().subarray(0, 20)], "The connection closed inside a frame"],
    [[greeting()], "The connection closed during the handshake"],
  ];
  for (const [sent, message] of peers) {
    const [ours, theirs] = pipe();
    const opening = ZmtpSocket.open(ours, "SUB");
    for (const data of sent) await write(theirs, data);
    if (/closed/.test(message)) theirs.close();
    await assertRejects(() => opening, ZmtpError, message);
  }
});

Deno.test("ZmtpSocket.receive() refuses bytes that are not a message", async () => {
  const cases: [number[], string][] = [
    [[0x48, 0x54], "Unknown frame flags 72"],
    [[2, 0, 0, 1, 0, 0, 0, 0, 0], "too long"],
    [[0, 5, 65], "The connection closed inside a frame"],
    [[1, 1, 65], "The connection closed inside a message"],
  ];
  for (const [sent, message] of cases) {
    const [socket, theirs] = await opened();
    await write(theirs, new Uint8Array(sent));
    theirs.close();
    await assertRejects(() => socket.receive(), ZmtpError, message);
  }
});
