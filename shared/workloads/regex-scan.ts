import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { scramble } from "./support/seeded-random.ts";

interface Found {
  /** Lines with a time stamp and a status of 500 or above. */
  errors: number;
  addresses: number;
  mails: number;
  /** Sum of all durations. */
  milliseconds: number;
}

/** Searches a log with one expression for each figure. */
export const scan = task(import.meta.url, function scan(log: string): Found {
  const found: Found = { errors: 0, addresses: 0, mails: 0, milliseconds: 0 };
  for (const _ of log.matchAll(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ .* status=5\d\d\b/gm)) found.errors++;
  for (const _ of log.matchAll(/\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b/g)) {
    found.addresses++;
  }
  for (const _ of log.matchAll(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g)) found.mails++;
  for (const [, milliseconds] of log.matchAll(/ in (\d+) ms$/gm)) found.milliseconds += Number(milliseconds);
  return found;
});

export default {
  name: "regex-scan",
  about:
    "four regular expressions over a log: shows the regular expression engine, whose code each thread compiles anew",
  defaults: { tasks: 8, size: 2_000 },
  threaded: true,
  groups: ["upgrade"],

  setup: ({ tasks, size }) =>
    Array.from({ length: tasks }, (_, part) =>
      Array.from({ length: size }, (_, line) => logLine(entry(part * size + line))).join("\n"),
    ),

  run: (_params, logs) =>
    TaskGroup.run(async (group) => {
      const parts = logs.map((log) => group.createTask(toThread(scan, log)));
      return (await Promise.all(parts)).reduce((a, b) => ({
        errors: a.errors + b.errors,
        addresses: a.addresses + b.addresses,
        mails: a.mails + b.mails,
        milliseconds: a.milliseconds + b.milliseconds,
      }));
    }),

  /** Another way: from what was written into the log. */
  check(found, { tasks, size }) {
    const expected: Found = { errors: 0, addresses: 0, mails: 0, milliseconds: 0 };
    for (let index = 0; index < tasks * size; index++) {
      const { status, byAddress, milliseconds } = entry(index);
      expected.errors += status >= 500 ? 1 : 0;
      expected.addresses += byAddress ? 1 : 0;
      expected.mails += byAddress ? 0 : 1;
      expected.milliseconds += milliseconds;
    }
    expectEqual(found, expected, "what was found");
  },
} satisfies Workload<string[], Found>;

interface Entry {
  readonly index: number;
  readonly bits: number;
  readonly status: number;
  readonly byAddress: boolean;
  readonly milliseconds: number;
}

function entry(index: number): Entry {
  const bits = scramble(index + 1);
  const status = [200, 201, 304, 404, 500, 503][bits % 6] ?? 200;
  return { index, bits, status, byAddress: (bits & 64) === 0, milliseconds: (bits >>> 8) % 1000 };
}

function logLine({ index, bits, status, byAddress, milliseconds }: Entry): string {
  const two = (number: number): string => String(number % 60).padStart(2, "0");
  const time = `2026-01-0${1 + (index % 9)}T${two(index % 24)}:${two(index)}:${two(bits >>> 20)}Z`;
  const who = byAddress
    ? `10.${bits & 255}.${(bits >>> 8) & 255}.7`
    : `user.${index}+x@mail-${bits & 15}.example.org`;
  return `${time} GET /articles/${index}?page=${bits % 9} from ${who} status=${status} in ${milliseconds} ms`;
}
