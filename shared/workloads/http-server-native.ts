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
import { platform } from "./support/platform.ts";

export default {
  name: "http-server-native",
  about:
    "the same as http-server by the runtime's own server, where it has one: shows what doing without node:http gains",
  defaults: { tasks: 8, size: 125 },
  threaded: false,
  groups: ["server", "upgrade"],

  setup: async () => loadOf(await platform().serveNatively(answer)),
  run: sendRequests,
  check: checkAnswered,
  teardown: endLoad,
} satisfies Workload<HttpLoad, Answered>;

/** `GET /items/7` gets JSON; whatever is posted comes back. */
async function answer(request: Request): Promise<Response> {
  if (request.method === "POST") return new Response(await request.arrayBuffer());
  const { pathname } = new URL(request.url);
  return Response.json(itemOf(Number(pathname.slice("/items/".length))));
}
