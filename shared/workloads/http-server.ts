import type { Workload } from "../workload.ts";
import {
  type Answered,
  checkAnswered,
  endLoad,
  type HttpLoad,
  itemOf,
  loadOf,
  sendRequests,
} from "./support/http-load.ts";
import { joinBytes } from "./support/join-bytes.ts";
import { type LoopbackServer, platform } from "./support/platform.ts";

export default {
  name: "http-server",
  about:
    "node:http answers `size` requests on each of `tasks` connections: shows what a server bears (requests_per_s)",
  defaults: { tasks: 8, size: 125 },
  threaded: false,
  groups: ["server", "upgrade"],

  setup: async () => loadOf(await serve()),
  run: sendRequests,
  check: checkAnswered,
  teardown: endLoad,
} satisfies Workload<HttpLoad, Answered>;

/** `GET /items/7` gets JSON; whatever is posted comes back. */
async function serve(): Promise<LoopbackServer> {
  const server = platform()
    .builtIn("node:http")
    .createServer((request, response) => {
      if (request.method === "POST") {
        const chunks: Uint8Array[] = [];
        request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
        request.on("end", () => {
          const body = joinBytes(chunks);
          // Deno 2.2 does not say it by itself.
          response.setHeader("content-length", body.length);
          response.end(body);
        });
      } else {
        const body = JSON.stringify(itemOf(Number(request.url?.slice("/items/".length))));
        response.setHeader("content-type", "application/json");
        response.setHeader("content-length", body.length);
        response.end(body);
      }
    });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("The server has no port");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
