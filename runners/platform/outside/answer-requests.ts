/**
 * A web server on this machine that gives what is posted to it back, and does so with what comes by WebSocket. Runs by itself
 * under the pinned Node, so that only the client is of the runtime that is measured.
 *
 * It knows of WebSockets (RFC 6455) what the workloads send: whole messages, as text or bytes, up to 64 KiB, and close.
 */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Duplex } from "node:stream";

export type Question = "where";
export interface Answer {
  readonly port: number;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = request.method === "POST" ? Buffer.concat(chunks) : Buffer.from(`{"path":"${request.url}"}`);
    response.setHeader("content-type", request.headers["content-type"] ?? "application/json");
    response.end(body);
  });
});
// A client that stands still while others have their turn finds its connections as they were.
server.keepAliveTimeout = 0;
server.on("upgrade", (request, socket) => converse(request, socket));
server.listen(0, "127.0.0.1", async () => {
  const { port } = server.address() as AddressInfo;
  for await (const _ of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify({ port } satisfies Answer)}\n`);
  }
  process.exit();
});

/** What RFC 6455 has both sides put behind the key. */
const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const opcodes = { text: 1, bytes: 2, close: 8 };

function converse({ headers }: IncomingMessage, socket: Duplex): void {
  const accept = createHash("sha1").update(`${headers["sec-websocket-key"]}${guid}`).digest("base64");
  const head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
  socket.write(`${[...head, `Sec-WebSocket-Accept: ${accept}`].join("\r\n")}\r\n\r\n`);
  let rest: Buffer = Buffer.alloc(0);
  socket.on("error", () => {});
  socket.on("data", (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let frame = readFrame(rest); frame !== undefined; frame = readFrame(rest)) {
      rest = rest.subarray(frame.length);
      const { opcode, payload } = frame;
      if (opcode === opcodes.close) socket.end(writeFrame(opcode, payload));
      else if (opcode === opcodes.text || opcode === opcodes.bytes) socket.write(writeFrame(opcode, payload));
      else socket.destroy(new Error(`A frame with opcode ${opcode}`));
    }
  });
}

interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  /** Of the whole frame, in bytes. */
  readonly length: number;
}

/** The frame that these bytes begin with, once all of it is there. Frames of clients are masked. */
function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes.readUInt8(1) & 127;
  const maskAt = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < maskAt + 4) return undefined;
  const size =
    short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
  const start = maskAt + 4;
  const length = start + size;
  if (bytes.length < length) return undefined;
  const payload = Buffer.from(bytes.subarray(start, length));
  for (let index = 0; index < size; index++) {
    payload.writeUInt8(payload.readUInt8(index) ^ bytes.readUInt8(maskAt + (index & 3)), index);
  }
  return { opcode: bytes.readUInt8(0) & 15, payload, length };
}

function writeFrame(opcode: number, payload: Buffer): Buffer {
  const size = payload.length;
  const head = Buffer.alloc(size < 126 ? 2 : size < 65_536 ? 4 : 10);
  head.writeUInt8(128 | opcode, 0);
  head.writeUInt8(size < 126 ? size : size < 65_536 ? 126 : 127, 1);
  if (head.length === 4) head.writeUInt16BE(size, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(size), 2);
  return Buffer.concat([head, payload]);
}
