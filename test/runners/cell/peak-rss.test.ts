import assert from "node:assert/strict";
import { test } from "node:test";
import { execa } from "execa";
import { resolveRuntimes } from "../../../scripts/driver/releases/resolve-runtimes.ts";

const program = new URL("../../fixtures/print-peak-rss.ts", import.meta.url);

for (const runtime of await resolveRuntimes(["node", "deno", "bun"])) {
  test(`peakRssMb is a process's own under ${runtime.name}, whatever started it`, async () => {
    assert(runtime.kind === "javascript");
    const { file, args, env } = runtime.command(program);
    const large = new Uint8Array(300 * 2 ** 20).fill(1);
    const { stdout } = await execa(file, args, { env, extendEnv: false });
    const [start = 0, end = 0] = stdout.split("\n").map(Number);
    assert(start > 5 && start < 200, `${start} MiB at the start, beside a driver of ${large.length} bytes`);
    assert(end > start + 90 && end < start + 200, `${end} MiB with 100 MiB more than ${start}`);
  });
}
