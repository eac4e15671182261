import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { type FinishedRun, fixture, newFolder, run } from "../../fixtures/matrix-runs.ts";

/** What `misbehaves.ts` does with so many tasks: the status of its cell, and what its error says. */
const deeds: readonly (readonly [number, string, string, RegExp])[] = [
  [1, "throws", "failed", /RangeError: this is thrown, caused by Error: its cause \(misbehaves-1\.ts:\d+/],
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
    /^Error: thrown (at length )+.{0,8}… \(misbehaves-13.ts:[\d:]+\), in the cold run$/,
  ],
  [14, "returns what holds itself", "ok", /^$/],
  [15, "dies when it is to end", "failed", /killed by SIGKILL.*in the exit/],
  [17, "prints, and exits", "failed", /^exit status 3: these are its last words, in the cold run$/],
  [18, "hangs in its check", "timeout", /^not done after 3 s, in the check$/],
  [16, "takes longer than the time limit in all its runs together", "ok", /^$/],
];

const runtimes = ["node", "deno", "bun"];
const folder = newFolder("misbehaving");

/** A copy of the workload that does so. */
function workloadFor(tasks: number): string {
  const file = join(folder, `misbehaves-${tasks}.ts`);
  const text = readFileSync(fixture("misbehaves.ts"), "utf8")
    .replace('name: "misbehaves"', `name: "misbehaves-${tasks}"`)
    .replace("tasks: 1,", `tasks: ${tasks},`);
  writeFileSync(file, text);
  return file;
}

describe("a cell", () => {
  let all: FinishedRun;

  before(async () => {
    mkdirSync(folder);
    const workloads = [...deeds.map(([tasks]) => workloadFor(tasks)), fixture("counts.ts")];
    all = await run("misbehaves", ...["-r", runtimes.join(), "--timeout", "3", "-w", workloads.join()]);
  });

  for (const [tasks, what, status, error] of deeds) {
    it(`that ${what} is ${status} under each runtime`, () => {
      const { summary, samples, stderr } = all;
      const cells = summary.filter(({ workload }) => workload === `misbehaves-${tasks}`);
      assert.deepEqual(
        cells.map(({ runtime }) => runtime),
        runtimes,
        stderr,
      );
      for (const row of cells) {
        assert.match(row.status ?? "", new RegExp(`^${status}$`));
        assert.match(row.error ?? "", error);
        if (status === "ok") continue;
        assert.equal(row.median_ms, "", "no time is published");
        assert.ok(!samples.some(({ cell }) => cell === row.cell));
      }
    });
  }

  it("that is well is measured, whatever others do, and the run says that some have failed", () => {
    const good = all.summary.filter(({ workload }) => workload === "counts");
    assert.deepEqual(
      good.map((row) => `${row.runtime} ${row.status} ${row.processes}`),
      runtimes.map((runtime) => `${runtime} ok 1`),
    );
    assert.equal(all.exitCode, 1);
  });
});
