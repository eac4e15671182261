import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { RunnableCell } from "../../scripts/driver/bouts/contender.ts";
import type { Outcome } from "../../scripts/driver/bouts/launch.ts";
import { RunRecord } from "../../scripts/driver/bouts/run-record.ts";
import { BadInput } from "../../scripts/driver/command-line/bad-input.ts";
import type { Plan } from "../../scripts/driver/commands/plan.ts";
import { fromCsv } from "../../scripts/driver/files/csv.ts";

const parent = mkdtempSync(join(tmpdir(), "worker-matrix-test-"));
after(() => rmSync(parent, { recursive: true, force: true }));

function cell(name: string): RunnableCell {
  const command = { file: "", args: [], env: {} };
  return {
    id: `${name}/node@26.0.0/inline-1/1x1`,
    runtime: {
      ...{ status: "ready", kind: "javascript", spec: "node", name: "node", version: "26.0.0", engine: "V8" },
      ...{
        path: "",
        source: "path",
        label: "node@26.0.0",
        command: () => command,
        cellCommand: () => command,
      },
    },
    workload: {
      ...{ kind: "workload", name, about: "", groups: [], threaded: false, path: "" },
      defaults: { tasks: 1, size: 1 },
    },
    ...{ executor: "inline", threads: 1, tasks: 1, size: 1 },
  };
}

function planOf(...cells: RunnableCell[]): Plan {
  return { cells, runnable: cells, excluded: new Map() };
}

const measured: Extract<Outcome, { status: "ok" }> = {
  status: "ok",
  checksum: "sha256-0",
  samples: (["cold", "warm"] as const).map((phase) => ({
    ...{ kind: "sample", phase, wallMs: 2, cpuMs: null, peakRssMb: 1, metrics: {} },
  })),
};

describe("RunRecord.restore", () => {
  it("knows what was measured, also of a cell whose name a spreadsheet would run", () => {
    const folder = mkdtempSync(join(parent, "run-"));
    const formula = cell('=1+1,"|<b>');
    const plan = planOf(cell("first"), formula);
    const turn = { cell: formula, round: 1, padding: "" };
    new RunRecord(folder, plan).add(turn, measured);

    const record = new RunRecord(folder, plan);
    record.restore();
    assert.ok(record.isSettled(turn));
    assert.ok(!record.isSettled({ ...turn, round: 2 }));
    record.add({ ...turn, round: 2 }, measured);
    const [summary] = record.summaries();
    assert.deepEqual(summary?.status, { status: "ok", checksum: "sha256-0" }, "its checksum is still known");
    assert.equal(fromCsv(readFileSync(join(folder, "samples.csv"), "utf8")).length, 4);
  });

  it("refuses a plan that lacks cells of before, and leaves their samples", () => {
    const folder = mkdtempSync(join(parent, "run-"));
    const first = cell("first");
    new RunRecord(folder, planOf(first)).add({ cell: first, round: 1, padding: "" }, measured);
    const before = readFileSync(join(folder, "samples.csv"), "utf8");
    const record = new RunRecord(folder, planOf(cell("second")));
    assert.throws(() => record.restore(), BadInput);
    assert.equal(readFileSync(join(folder, "samples.csv"), "utf8"), before);
  });
});
