/**
 * Sends requests over HTTP/1.1 to a server on this machine, on connections that it keeps, and compares each answer byte by
 * byte. Runs by itself under the pinned Node: a line of JSON in, a line of JSON out.
 *
 * It writes requests that it made beforehand and looks for as little in the answers as they allow, so that it is quicker
 * than the servers that it is to measure: an answer has to have a Content-Length. A run takes some tens of milliseconds, and
 * autocannon ends on whole seconds and counts latencies in whole milliseconds.
 */
import { connect, type Socket } from "node:net";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Exchange, Load, LoadReport } from "../../../shared/workloads/support/platform.ts";
import { quantile } from "../../../shared/workloads/support/quantile.ts";

/** First what to send, then how much of it, as often as wanted. */
export type Question =
  | { readonly exchanges: readonly Exchange[] }
  | (Omit<Load, "url"> & { readonly port: number });
export type Answer = "ready" | LoadReport;

/** An exchange as bytes. */
interface Prepared {
  readonly name: string;
  readonly request: Buffer;
  readonly answer: Buffer;
}

/** How long an answer may take. */
const patienceMs = 10_000;

let prepared: readonly Prepared[] = [];
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Question))}\n`);
}

async function answer(question: Question): Promise<Answer> {
  if (!("exchanges" in question)) return await send(question);
  prepared = question.exchanges.map(prepare);
  return "ready";
}

function prepare({ method, path, body, answer }: Exchange): Prepared {
  const head = [`${method} ${path} HTTP/1.1`, "Host: 127.0.0.1", "Connection: keep-alive"];
  if (method === "POST") head.push("Content-Type: text/plain", `Content-Length: ${Buffer.byteLength(body)}`);
  return {
    name: `${method} ${path}`,
    request: Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`),
    answer: Buffer.from(answer),
  };
}

async function send({
  port,
  connections,
  requests,
}: Exclude<Question, { exchanges: unknown }>): Promise<LoadReport> {
  const errors: string[] = [];
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const before = performance.eventLoopUtilization();
  const start = performance.now();
  const times = await Promise.all(
    sockets.map((socket, index) => converse(socket, index, requests, (error) => errors.push(error))),
  );
  const ms = performance.now() - start;
  const { utilization } = performance.eventLoopUtilization(before);
  for (const socket of sockets) if (typeof socket !== "string") socket.destroy();
  const sorted = Float64Array.from(times.flat()).sort();
  const answers = connections * requests - errors.length;
  return {
    ...{ answers, errors: errors.length, ms, busy: utilization },
    ...(errors[0] !== undefined && { firstError: errors[0] }),
    p50Ms: quantile(sorted, 0.5) ?? 0,
    p99Ms: quantile(sorted, 0.99) ?? 0,
  };
}

/** A connection, or why there is none. */
function open(port: number): Promise<Socket | string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.once("error", (error) => resolve(`cannot connect: ${error.message}`));
    socket.once("connect", () => resolve(socket));
  });
}

/**
 * Sends so many requests, each when the answer to the one before it is there.
 *
 * @param first which exchange to begin with, so that connections are not in step
 * @param failed is called once for each request without its answer
 * @returns what each answer took
 */
function converse(
  socket: Socket | string,
  first: number,
  requests: number,
  failed: (error: string) => void,
): Promise<number[]> {
  const times: number[] = [];
  let done = 0;
  return new Promise((resolve) => {
    const giveUp = (why: string): void => {
      for (; done < requests; done++) failed(why);
      resolve(times);
    };
    if (typeof socket === "string") return giveUp(socket);
    const current = (): Prepared => prepared[(first + done) % prepared.length] as Prepared;
    let sent = 0;
    const next = (): void => {
      sent = performance.now();
      socket.write(current().request);
    };
    const read = readAnswers((status, body) => {
      const { name, answer } = current();
      if (status !== "200") failed(`${name} has status ${status}`);
      else if (!body.equals(answer)) failed(`${name} has another answer than it should: ${shown(body)}`);
      else times.push(performance.now() - sent);
      if (++done < requests) next();
      else resolve(times);
    }, giveUp);
    socket.on("data", read);
    socket.once("error", (error) => giveUp(error.message));
    socket.once("close", () => giveUp("the server closed the connection"));
    socket.setTimeout(patienceMs, () => giveUp(`no answer within ${patienceMs / 1000} s`));
    next();
  });
}

/** Puts answers together from the chunks that they arrive in. */
function readAnswers(
  complete: (status: string, body: Buffer) => void,
  unreadable: (why: string) => void,
): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let length = 0;
  /** Of the whole answer, once its head is there. */
  let needed = 0;
  let bodyAt = 0;
  let status = "";
  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    if (needed === 0) {
      const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      const end = bytes.indexOf("\r\n\r\n");
      if (end === -1) return;
      const head = bytes.toString("latin1", 0, end);
      const [, size] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
      if (size === undefined) return unreadable("an answer without Content-Length");
      status = head.slice(9, 12);
      bodyAt = end + 4;
      needed = bodyAt + Number(size);
    }
    if (length < needed) return;
    if (length > needed) return unreadable("an answer that is longer than its Content-Length");
    const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    chunks = [];
    length = needed = 0;
    complete(status, bytes.subarray(bodyAt));
  };
}

function shown(body: Buffer): string {
  return JSON.stringify(body.toString("latin1", 0, 60));
}
