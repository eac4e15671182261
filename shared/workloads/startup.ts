import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { platform } from "./support/platform.ts";

const program = new URL("support/startup/first-line.mjs", import.meta.url);

export default {
  name: "startup",
  about:
    "starts the runtime with an ES module, `size` times: shows what a command-line tool pays (first_line_ms: to its line)",
  defaults: { tasks: 1, size: 2 },
  threaded: false,
  groups: ["upgrade"],

  async run(params) {
    const lines: string[] = [];
    const times: number[] = [];
    for (let start = 0; start < params.tasks * params.size; start++) {
      const { firstLine, ended } = await platform().launch(program);
      await ended;
      const { text, ms } = await firstLine;
      lines.push(text);
      times.push(ms);
    }
    const median = times.sort((a, b) => a - b)[(times.length - 1) >> 1];
    if (median !== undefined) params.metric("first_line_ms", median);
    return lines;
  },

  check(lines, { tasks, size }) {
    expectEqual(lines, new Array(tasks * size).fill("the answer is 42"), "what the programs printed");
  },
} satisfies Workload<undefined, string[]>;
