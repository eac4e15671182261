import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import "../../../runners/mod.ts";
import type { WorkloadParams } from "../../../shared/workload.ts";
import {
  type Answered,
  checkAnswered,
  endLoad,
  itemOf,
  loadOf,
  sendRequests,
} from "../../../shared/workloads/support/http-load.ts";

/** Three connections, twenty requests on each: two of these twenty are for `/echo`. */
const [tasks, size] = [3, 20];

describe("sendRequests and checkAnswered", () => {
  it("accept a server that answers as it should, and tell how long it took", async () => {
    const figures = new Map<string, number>();
    assert.deepEqual(await answersOf(right, figures), { answers: 60, errors: 0 });
    assert.deepEqual([...figures.keys()], ["requests_per_s", "latency_p50_ms", "latency_p99_ms"]);
    const [perSecond = 0, p50 = 0, p99 = 0] = figures.values();
    assert.ok(perSecond > 0 && p50 > 0 && p99 >= p50, [...figures].join());
  });

  const wrong: Record<string, [server: RequestListener, errors: number, first: RegExp]> = {
    "gives one of its answers another digit": [
      (request, response) =>
        request.url === "/items/4" ? sent(response, JSON.stringify(itemOf(5))) : right(request, response),
      6,
      /GET \/items\/4 has another answer than it should: .*item 5/,
    ],
    "leaves a byte out of what was posted": [
      (request, response) =>
        bodyOf(request, (body) =>
          sent(response, request.method === "POST" ? body.slice(1) : answerOf(request.url)),
        ),
      6,
      /POST \/echo has another answer/,
    ],
    "has another status": [
      (request, response) => {
        response.statusCode = request.url === "/items/4" ? 500 : 200;
        right(request, response);
      },
      6,
      /GET \/items\/4 has status 500/,
    ],
    "closes the connection": [
      (request, response) =>
        request.url === "/items/4" ? void request.socket.destroy() : right(request, response),
      // Connection 0 comes to it after four answers, 1 after three, 2 after two.
      60 - 9,
      /closed the connection|ECONNRESET|hang up/,
    ],
  };
  for (const [what, [server, errors, first]] of Object.entries(wrong)) {
    it(`refuse a server that ${what}`, async () => {
      const answered = await answersOf(server);
      assert.equal(answered.errors, errors);
      assert.equal(answered.answers, tasks * size - errors);
      assert.match(answered.firstError ?? "", first);
      assert.throws(() => checkAnswered(answered, params()), { name: "RangeError", message: first });
    });
  }

  it("refuse a server that is gone", async () => {
    const load = await loadOf(await serverOf(right));
    try {
      await load.server.close();
      const answered = await sendRequests(params(), load);
      assert.deepEqual([answered.answers, answered.errors], [0, 60]);
      assert.throws(() => checkAnswered(answered, params()), /0 of 60 requests.*cannot connect/);
    } finally {
      await load.generator.close();
    }
  });

  it("do not meet another load beside them", async () => {
    const both = await Promise.all([answersOf(right), answersOf(right)]);
    assert.deepEqual(both, new Array(2).fill({ answers: 60, errors: 0 }));
  });
});

async function answersOf(listener: RequestListener, figures = new Map<string, number>()): Promise<Answered> {
  const load = await loadOf(await serverOf(listener));
  try {
    return await sendRequests(params(figures), load);
  } finally {
    await endLoad(load);
  }
}

async function serverOf(listener: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function right(...[request, response]: Parameters<RequestListener>): void {
  bodyOf(request, (body) => sent(response, request.method === "POST" ? body : answerOf(request.url)));
}

function answerOf(url = ""): string {
  return JSON.stringify(itemOf(Number(url.slice("/items/".length))));
}

function bodyOf(request: Parameters<RequestListener>[0], use: (body: string) => void): void {
  let body = "";
  request.setEncoding("latin1");
  request.on("data", (chunk: string) => {
    body += chunk;
  });
  request.on("end", () => use(body));
}

function sent(response: Parameters<RequestListener>[1], body: string): void {
  response.setHeader("content-length", body.length);
  response.end(body);
}

function params(figures = new Map<string, number>()): WorkloadParams {
  return {
    ...{ tasks, size, threads: 1, signal: new AbortController().signal },
    metric: (name, value) => void figures.set(name, value),
    freshExecutor: () => Promise.reject(new Error("Nobody needs one here")),
  };
}
