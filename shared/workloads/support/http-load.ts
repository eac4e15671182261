import type { WorkloadParams } from "../../workload.ts";
import { type Exchange, type LoadGenerator, type LoopbackServer, platform } from "./platform.ts";

/** A server on the thread that is measured, and who sends it requests from another process. */
export interface HttpLoad {
  readonly server: LoopbackServer;
  readonly generator: LoadGenerator;
}

/** How many requests were answered as they have to be, and how many were not. */
export interface Answered {
  readonly answers: number;
  readonly errors: number;
  readonly firstError?: string;
}

/** What the server answers a GET of `/items/ID` with, as JSON. */
export interface Item {
  readonly id: number;
  readonly name: string;
  readonly price: number;
  readonly tags: readonly string[];
  readonly isNew: boolean;
}

export function itemOf(id: number): Item {
  return {
    id,
    name: `item ${id}`,
    price: (id * 37) % 1000,
    tags: ["loopback", `t${id % 7}`],
    isNew: id % 2 === 0,
  };
}

/** Nine small answers as JSON, then 64 KiB to `/echo` and back. */
const exchanges: readonly Exchange[] = [
  ...Array.from({ length: 9 }, (_, id): Exchange => {
    const tags = `["loopback","t${id % 7}"]`;
    const answer = `{"id":${id},"name":"item ${id}","price":${(id * 37) % 1000},"tags":${tags},"isNew":${id % 2 === 0}}`;
    return { method: "GET", path: `/items/${id}`, body: "", answer };
  }),
  { method: "POST", path: "/echo", ...samePart("0123456789abcdef".repeat(4096)) },
];

function samePart(text: string): { body: string; answer: string } {
  return { body: text, answer: text };
}

/** Starts what sends the requests beside a server that has been started. */
export async function loadOf(server: LoopbackServer): Promise<HttpLoad> {
  try {
    return { server, generator: await platform().startLoad(exchanges) };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Sends `size` requests on each of `tasks` connections, and reports the figures. */
export async function sendRequests(
  { tasks, size, metric }: WorkloadParams,
  { server, generator }: HttpLoad,
): Promise<Answered> {
  const load = { url: server.url, connections: tasks, requests: size };
  const { answers, errors, firstError, ms, p50Ms, p99Ms } = await generator.send(load);
  metric("requests_per_s", (1000 * answers) / ms, { better: "higher" });
  metric("latency_p50_ms", p50Ms);
  metric("latency_p99_ms", p99Ms);
  return { answers, errors, ...(firstError !== undefined && { firstError }) };
}

/** @throws {RangeError} if any request was not answered as it has to be */
export function checkAnswered(
  { answers, errors, firstError }: Answered,
  { tasks, size }: WorkloadParams,
): void {
  if (errors !== 0 || answers !== tasks * size) {
    const first = firstError === undefined ? "" : `; the first error: ${firstError}`;
    throw new RangeError(
      `${answers} of ${tasks * size} requests were answered, ${errors} went wrong${first}`,
    );
  }
}

export async function endLoad({ server, generator }: HttpLoad): Promise<void> {
  await generator.close();
  await server.close();
}
