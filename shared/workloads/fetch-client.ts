import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { type LoopbackServer, platform } from "./support/platform.ts";
import { quantile } from "./support/quantile.ts";
import { randomBytes } from "./support/random-bytes.ts";

/** How many bytes are posted, by every tenth request, and come back. */
const length = 65_536;
const body = randomBytes(length, 1);

interface Fetched {
  readonly paths: readonly string[];
  readonly posted: readonly Uint8Array[];
}

export default {
  name: "fetch-client",
  about:
    "`tasks` loops fetch JSON, and 64 KiB, from another process: shows what calls to other services cost (requests_per_s)",
  defaults: { tasks: 8, size: 75 },
  threaded: false,
  groups: ["server"],

  setup: () => platform().startEcho(),

  async run({ tasks, size, metric, signal }, { url }) {
    const paths: string[] = [];
    const posted: Uint8Array[] = [];
    const times: number[] = [];
    const start = performance.now();
    const loops = Array.from({ length: tasks }, async (_, task) => {
      for (let index = task; index < tasks * size; index += tasks) {
        const sent = performance.now();
        if (index % 10 === 9) {
          const response = await fetch(`${url}echo`, { method: "POST", body, signal });
          posted.push(new Uint8Array(await response.arrayBuffer()));
        } else {
          const response = await fetch(`${url}${index}`, { signal });
          paths[index] = ((await response.json()) as { path: string }).path;
        }
        times.push(performance.now() - sent);
      }
    });
    await Promise.all(loops);
    metric("requests_per_s", (1000 * tasks * size) / (performance.now() - start), { better: "higher" });
    times.sort((a, b) => a - b);
    metric("latency_p50_ms", quantile(times, 0.5) ?? 0);
    metric("latency_p99_ms", quantile(times, 0.99) ?? 0);
    return { paths: paths.filter((path) => path !== undefined), posted };
  },

  check({ paths, posted }, { tasks, size }) {
    const expected = Array.from({ length: tasks * size }, (_, index) => index).filter(
      (index) => index % 10 !== 9,
    );
    expectEqual(
      paths,
      expected.map((index) => `/${index}`),
      "the paths",
    );
    expectEqual(posted, new Array(tasks * size - expected.length).fill(body), "what came back");
  },

  teardown: (server) => server.close(),
} satisfies Workload<LoopbackServer, Fetched>;
