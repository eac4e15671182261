import { UnsupportedError } from "../unsupported-error.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { platform } from "./support/platform.ts";
import { quantile } from "./support/quantile.ts";
import { randomBytes } from "./support/random-bytes.ts";

/** How many bytes go to each process and come back. */
const length = 65_536;

export default {
  name: "child-process",
  about:
    "starts `cat` by node:child_process, writes to it, reads it: shows what a tool's helpers cost (process_ms: one)",
  defaults: { tasks: 2, size: 10 },
  threaded: false,
  groups: ["server"],

  async setup({ tasks, size }) {
    try {
      await throughCat(Uint8Array.of(1));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") {
        throw new UnsupportedError("this machine has no program cat", { cause: error });
      }
      throw error;
    }
    return inputsOf(tasks * size);
  },

  async run({ tasks, metric }, inputs) {
    const outputs: Uint8Array[] = [];
    const times: number[] = [];
    // As many at once as there are tasks.
    const starting = Array.from({ length: tasks }, async (_, task) => {
      for (let index = task; index < inputs.length; index += tasks) {
        const start = performance.now();
        outputs[index] = await throughCat(inputs[index] ?? new Uint8Array());
        times.push(performance.now() - start);
      }
    });
    await Promise.all(starting);
    metric(
      "process_ms",
      quantile(
        times.sort((a, b) => a - b),
        0.5,
      ) ?? 0,
    );
    return outputs;
  },

  check(outputs, { tasks, size }) {
    expectEqual(outputs, inputsOf(tasks * size), "what the processes printed");
  },
} satisfies Workload<Uint8Array[], Uint8Array[]>;

function inputsOf(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => randomBytes(length, index));
}

/** From the start of the process until it is gone. */
function throughCat(input: Uint8Array): Promise<Uint8Array> {
  const { spawn } = platform().builtIn("node:child_process");
  return new Promise((resolve, reject) => {
    const child = spawn("cat", [], { stdio: ["pipe", "pipe", "inherit"] });
    const output = new Uint8Array(input.length);
    let read = 0;
    child.once("error", reject);
    child.stdin.once("error", reject);
    child.stdout.on("data", (chunk: Uint8Array) => {
      output.set(chunk, read);
      read += chunk.length;
    });
    child.once("close", (status, signal) => {
      if (status === 0) resolve(output.slice(0, read));
      else reject(new Error(`cat ended with ${signal ?? `exit status ${status}`}`));
    });
    child.stdin.end(input);
  });
}
