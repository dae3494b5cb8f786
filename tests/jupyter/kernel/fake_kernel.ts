/**
 * A kernel that behaves as a test tells it to. Run it as a program with the
 * name of a behaviour, the path of its connection file, and for "loses a port
 * once" the path of a file that it makes at the first start. A cell's source is a
 * JSON array of the outputs to send, each [message type, content].
 *
 * It makes its messages and signatures itself, so that they check the client's.
 *
 * @module
 */

import { createHmac } from "node:crypto";
import { ZmtpSocket } from "../../../lib/jupyter/wire/zmtp.ts";

type Json = Record<string, unknown>;

const [behaviour, file, marker] = Deno.args;
const connection = JSON.parse(Deno.readTextFileSync(file));

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (frame: Uint8Array) => new TextDecoder().decode(frame);

function frames(
  type: string,
  content: unknown,
  parent: Json,
  key = connection.key,
): Uint8Array[] {
  const parts = [
    { msg_id: crypto.randomUUID(), msg_type: type, version: "5.3" },
    parent,
    {},
    content,
  ].map((part) => JSON.stringify(part));
  const signature = createHmac("sha256", key).update(parts.join(""))
    .digest("hex");
  return ["<IDS|MSG>", signature, ...parts].map(encode);
}

function listen(port: number): Deno.TcpListener {
  return Deno.listen({ hostname: "127.0.0.1", port });
}

/** Fails at the first start like a kernel that lost its port. */
function losePort(): void {
  try {
    Deno.writeTextFileSync(marker, "", { createNew: true });
  } catch {
    return;
  }
  console.error(
    "error: Uncaught AddrInUse: Address already in use (os error 98)",
  );
  Deno.exit(1);
}

if (behaviour === "loses a port once") losePort();
if (behaviour === "fails to start") {
  console.error("no such luck");
  Deno.exit(7);
}

setInterval(() => {}, 1000); // A kernel waits until it is ended.
const [shellListener, iopubListener] = [
  listen(connection.shell_port),
  listen(connection.iopub_port),
];

if (behaviour === "is silent") await new Promise(() => {});
if (behaviour === "is not a kernel") {
  const peer = await shellListener.accept();
  await peer.write(encode("HTTP/1.1 400 Bad Request\r\n\r\n".padEnd(64)));
  await new Promise(() => {});
}

const shell = await ZmtpSocket.open(
  await shellListener.accept(),
  "ROUTER",
);
const iopubConnection = await iopubListener.accept();
const iopub = await ZmtpSocket.open(iopubConnection, "PUB");
await iopub.receive(); // The subscription.

let parent: Json = {};
let key = connection.key;
/** Outputs that wait until the next request has come. */
let late: [string, Json][] = [];

/** Writes a status into the middle of a message's content, as Deno's kernel may. */
async function publishInTwoParts(type: string, content: Json): Promise<void> {
  const wire = (message: Uint8Array[]) =>
    message.flatMap((frame, i) => {
      const size = new DataView(new ArrayBuffer(8));
      size.setBigUint64(0, BigInt(frame.length));
      const more = i < message.length - 1 ? 1 : 0;
      return frame.length > 255
        ? [more | 2, ...new Uint8Array(size.buffer), ...frame]
        : [more, frame.length, ...frame];
    });
  const outer = wire(frames(type, content, parent));
  const inner = wire(frames("status", { execution_state: "idle" }, parent));
  const bytes = outer.toSpliced(-200, 0, ...inner);
  for (let at = 0; at < bytes.length;) {
    at += await iopubConnection.write(new Uint8Array(bytes.slice(at)));
  }
}

async function publish(type: string, content: Json): Promise<void> {
  if (behaviour === "interrupts itself" && type === "display_data") {
    return await publishInTwoParts(type, content);
  }
  await iopub.send(frames(type, content, parent, key));
}

async function run(code: string): Promise<Json> {
  const word = /\("([0-9a-f]{32})", \w+\)$/.exec(code)?.[1];
  if (word !== undefined) {
    if (behaviour === "sends no fence") return { status: "ok" };
    if (behaviour === "fails the fence") {
      return { status: "error", ename: "E", evalue: "no fence" };
    }
    // A kernel may send what it prints in quick succession as one message.
    await publish("stream", { name: "stdout", text: `tail${word}` });
    if (behaviour !== "sends half a fence") {
      await publish("stream", { name: "stderr", text: word });
    }
    await publish("lab_fence", { word });
    return { status: "ok" };
  }
  if (code.startsWith("{")) return { status: "ok" }; // The prelude.
  if (behaviour === "dies") {
    for (let i = 1; i <= 30; i++) console.error(`line ${i}`);
    Deno.exit(9);
  }
  for (const output of JSON.parse(code)) {
    if (behaviour === "is late") late.push(output);
    else if (output[0] === "reply") return output[1];
    else await publish(output[0], output[1]);
  }
  if (behaviour === "forges") key = "another key";
  return { status: "ok" };
}

while (true) {
  const request = await shell.receive();
  if (request === null) break;
  const [, , header, , , content] = request.map(decode);
  parent = JSON.parse(header);
  await publish("status", { execution_state: "busy" });
  const waiting = late;
  late = [];
  for (const [type, content] of waiting) await publish(type, content);
  const reply = parent.msg_type === "execute_request"
    ? await run(JSON.parse(content).code)
    : { status: "ok" };
  await shell.send(
    frames(String(parent.msg_type).replace("request", "reply"), reply, parent),
  );
  await publish("status", { execution_state: "idle" });
}
