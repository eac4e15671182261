import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { run } from "../fixtures/matrix-runs.ts";

/** What `misbehaves.ts` does with `--tasks N`: the status of its cell, and what its error says. */
const deeds: readonly (readonly [number, string, string, RegExp])[] = [
  [1, "throws", "failed", /RangeError: this is thrown, caused by Error: its cause \(misbehaves\.ts:\d+/],
  [2, "exits", "failed", /exit status 3.*in the cold run/],
  [3, "hangs in a busy loop", "timeout", /not done after 3 s, in the cold run/],
  [4, "never settles", "(failed|timeout)", /in the cold run/],
  [5, "returns what is wrong", "failed", /Error: the result is wrong/],
  [6, "prints rubbish", "ok", /^$/],
  [7, "throws in a timer", "failed", /thrown in a timer/],
  [8, "rejects where nobody listens", "failed", /nobody listens/],
  [9, "goes wrong after a while", "failed", /the result is wrong/],
  [10, "is killed", "failed", /killed by SIGKILL/],
  [11, "fails in its teardown", "failed", /teardown failed/],
  [12, "fails because its time is up", "timeout", /not done after 3 s, in the cold run/],
  [
    13,
    "fails at length",
    "failed",
    /^Error: thrown (at length )+.{0,8}… \(misbehaves.ts:[\d:]+\), in the cold run$/,
  ],
  [14, "returns what holds itself", "ok", /^$/],
  [15, "dies when it is to end", "failed", /killed by SIGKILL.*in the exit/],
  [17, "prints, and exits", "failed", /^exit status 3: these are its last words, in the cold run$/],
  [18, "hangs in its check", "timeout", /^not done after 3 s, in the check$/],
  [16, "takes longer than the time limit in all its runs together", "ok", /^$/],
];

const runtimes = ["node", "deno", "bun"];

describe("a cell", () => {
  for (const [tasks, what, status, error] of deeds) {
    it(`that ${what} is ${status} under each runtime, and the run goes on`, async () => {
      const { exitCode, summary, samples, stderr } = await run(
        `misbehaves-${tasks}`,
        ...["-r", runtimes.join(), "--timeout", "3", "--tasks", String(tasks), "--rounds", "2", "--quick"],
        ...["-w", "test/fixtures/workloads/misbehaves.ts,test/fixtures/workloads/counts.ts"],
      );
      const [bad, good] = ["misbehaves", "counts"].map((workload) =>
        summary.filter((row) => row.workload === workload),
      );
      assert.deepEqual(
        bad?.map(({ runtime }) => runtime),
        runtimes,
      );
      for (const row of bad ?? []) {
        assert.match(row.status ?? "", new RegExp(`^${status}$`), stderr);
        assert.match(row.error ?? "", error, stderr);
        if (status === "ok") continue;
        assert.equal(row.median_ms, "", "no time is published");
        assert.ok(!samples.some(({ cell }) => cell === row.cell));
      }
      assert.deepEqual(
        good?.map((row) => `${row.runtime} ${row.status} ${row.processes}`),
        runtimes.map((runtime) => `${runtime} ok 2`),
      );
      assert.equal(exitCode, status === "ok" ? 0 : 1);
    });
  }
});
