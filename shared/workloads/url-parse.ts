import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { scramble } from "./support/seeded-random.ts";

interface Parsed {
  /** Sum of all ports and of all values of `page`. */
  ports: number;
  pages: number;
  /** URLs by the host's ending. */
  hosts: Record<string, number>;
  /** Length of all paths after `..` and the like were resolved, and of all queries as they are written out again. */
  paths: number;
  queries: number;
  refused: number;
}

export default {
  name: "url-parse",
  about:
    "parses URLs, reads and changes their queries: shows the URL parser that every request goes through (urls_per_s)",
  defaults: { tasks: 1, size: 20_000 },
  threaded: false,
  singleThreaded: true,
  groups: ["upgrade"],

  setup: ({ tasks, size }) => Array.from({ length: tasks * size }, (_, index) => urlOf(index)),

  run(params, urls) {
    const parsed: Parsed = { ports: 0, pages: 0, hosts: {}, paths: 0, queries: 0, refused: 0 };
    const start = performance.now();
    for (const text of urls) {
      if (!URL.canParse(text)) {
        parsed.refused++;
        continue;
      }
      const url = new URL(text);
      const host = url.hostname.slice(url.hostname.lastIndexOf(".") + 1);
      parsed.hosts[host] = (parsed.hosts[host] ?? 0) + 1;
      parsed.ports += Number(url.port);
      parsed.pages += Number(url.searchParams.get("page"));
      parsed.paths += url.pathname.length;
      url.searchParams.set("name", "a b");
      parsed.queries += url.search.length;
    }
    params.metric("urls_per_s", (1000 * urls.length) / (performance.now() - start), { better: "higher" });
    return parsed;
  },

  /** Another way: from what the URLs were made of. */
  check(parsed, { tasks, size }) {
    const expected: Parsed = { ports: 0, pages: 0, hosts: {}, paths: 0, queries: 0, refused: 0 };
    for (let index = 0; index < tasks * size; index++) {
      if (isBroken(index)) {
        expected.refused++;
        continue;
      }
      const { host, port, page } = partsOf(index);
      expected.hosts[host] = (expected.hosts[host] ?? 0) + 1;
      expected.ports += port;
      expected.pages += page;
      expected.paths += `/caf%C3%A9/${index}`.length;
      expected.queries += `?page=${page}&name=a+b`.length;
    }
    expectEqual(parsed, expected, "what was parsed");
  },
} satisfies Workload<string[], Parsed>;

const isBroken = (index: number): boolean => index % 50 === 49;

function partsOf(index: number): { host: string; port: number; page: number } {
  const bits = scramble(index + 1);
  return {
    host: ["org", "com", "net"][bits % 3] ?? "",
    port: 8000 + ((bits >>> 4) % 1000),
    page: bits >>> 20,
  };
}

function urlOf(index: number): string {
  if (isBroken(index)) return `http://exa mple.org/${index}`;
  const { host, port, page } = partsOf(index);
  return `HTTPS://user:word@www.Example.${host}:${port}/x/../caf\u00e9/${index}?page=${page}&name=%C3%A9#part`;
}
