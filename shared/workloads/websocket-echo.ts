import { UnsupportedError } from "../unsupported-error.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { type LoopbackServer, platform } from "./support/platform.ts";
import { quantile } from "./support/quantile.ts";
import { randomBytes } from "./support/random-bytes.ts";

/** How many bytes every fiftieth message has; the others are short texts. */
const length = 16_384;

type Message = string | Uint8Array<ArrayBuffer>;

export default {
  name: "websocket-echo",
  about:
    "`tasks` WebSockets send a message, wait for its echo: shows the runtime's WebSocket as a client (messages_per_s)",
  defaults: { tasks: 4, size: 300 },
  threaded: false,
  groups: ["server", "upgrade"],

  setup() {
    if (typeof WebSocket === "undefined") throw new UnsupportedError("it has no WebSocket");
    return platform().startEcho();
  },

  async run({ tasks, size, metric }, { url }) {
    const sockets = await Promise.all(Array.from({ length: tasks }, () => open(url.replace("http", "ws"))));
    const start = performance.now();
    const times: number[] = [];
    const echoes = await Promise.all(sockets.map((socket) => converse(socket, size, times)));
    metric("messages_per_s", (1000 * tasks * size) / (performance.now() - start), { better: "higher" });
    times.sort((a, b) => a - b);
    metric("latency_p50_ms", quantile(times, 0.5) ?? 0);
    metric("latency_p99_ms", quantile(times, 0.99) ?? 0);
    await Promise.all(sockets.map(close));
    return echoes;
  },

  check(echoes, { tasks, size }) {
    const messages = Array.from({ length: size }, (_, index) => messageOf(index));
    expectEqual(echoes, new Array(tasks).fill(messages), "the echoes");
  },

  teardown: (server) => server.close(),
} satisfies Workload<LoopbackServer, Message[][]>;

function open(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  return new Promise((resolve, reject) => {
    socket.addEventListener("open", () => resolve(socket), { once: true });
    socket.addEventListener("error", () => reject(new Error(`Cannot connect to ${url}`)), { once: true });
  });
}

/** Sends so many messages, each when the echo of the one before it is there, and adds to `times` what that took. */
function converse(socket: WebSocket, count: number, times: number[]): Promise<Message[]> {
  const echoes: Message[] = [];
  let sent = performance.now();
  return new Promise((resolve, reject) => {
    socket.addEventListener("message", ({ data }: MessageEvent<string | ArrayBuffer>) => {
      const now = performance.now();
      times.push(now - sent);
      sent = now;
      echoes.push(typeof data === "string" ? data : new Uint8Array(data));
      if (echoes.length === count) resolve(echoes);
      else socket.send(messageOf(echoes.length));
    });
    socket.addEventListener("close", () =>
      reject(new Error(`The WebSocket closed after ${echoes.length} echoes`)),
    );
    socket.send(messageOf(0));
  });
}

function close(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.addEventListener("close", () => resolve(), { once: true });
    socket.close();
  });
}

function messageOf(index: number): Message {
  return index % 50 === 49 ? bytes : `message ${index}: caf\u00e9`;
}

const bytes = randomBytes(length, 1);
