import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CellSample } from "../../../runners/cell/cell-request.ts";
import type { Cell } from "../../../scripts/driver/bouts/contender.ts";
import type { ProcessRecord } from "../../../scripts/driver/bouts/process-record.ts";
import { type CellSummary, figures, summarise } from "../../../scripts/driver/judge/summary.ts";

function cell(runtime: string, executor: string, threads: number): Cell {
  return {
    id: `work/${runtime}/${executor}-${threads}/10x100`,
    runtime: { label: runtime },
    workload: { name: "work" },
    executor,
    threads,
    tasks: 10,
    size: 100,
  } as Cell;
}

/** Processes with a cold sample each, and these warm ones. */
function processes(
  cell: string,
  times: readonly (readonly number[])[],
  { cold = 100, of = (sample: CellSample, _process: number): CellSample => sample } = {},
): ProcessRecord[] {
  return times.map((warm, index) => ({
    ...{ cell, group: "work 10x100", round: index + 1, process: index + 1, foreignCores: 0, tookMs: 1 },
    result: {
      status: "ok",
      checksum: "sha256-same",
      samples: [cold, ...warm].map((wallMs, place) => {
        const phase = place === 0 ? "cold" : "warm";
        const sample = { wallMs, cpuMs: 2 * wallMs, peakRssMb: 50 + index, metrics: {} };
        return of({ kind: "sample", phase, ...sample }, index + 1);
      }),
    },
  }));
}

describe("figures", () => {
  const seven = [
    [1, 2, 30],
    [2, 3, 4],
    [3, 4, 5],
    [4, 5, 6],
    [5, 6, 7],
    [6, 7, 8],
    [7, 8, 90],
  ];

  it("takes the process as the unit: the median of medians, and its interval from the processes", () => {
    const { medianMs, intervalMs, processes: units, samples: count } = figures(processes("c", seven));
    assert.deepEqual(
      { medianMs, intervalMs, units, count },
      {
        medianMs: 5,
        intervalMs: { low: 2, high: 8 },
        units: 7,
        count: 21,
      },
    );
  });

  it("keeps cold and warm apart", () => {
    const { coldMs, maxMs, minMs, p95Ms } = figures(processes("c", seven, { cold: 1000 }));
    assert.deepEqual({ coldMs, maxMs, minMs, p95Ms }, { coldMs: 1000, maxMs: 90, minMs: 1, p95Ms: 30 });
  });

  it("gives CPU time and memory the same way", () => {
    const { cpuMs, peakRssMb } = figures(processes("c", seven));
    assert.deepEqual({ cpuMs, peakRssMb }, { cpuMs: 10, peakRssMb: 53 });
  });

  it("has no figure where nothing was measured", () => {
    const nothing = figures([]);
    assert.deepEqual(
      [nothing.medianMs, nothing.coldMs, nothing.cpuMs, nothing.peakRssMb, nothing.p95Ms],
      Array(5).fill(undefined),
    );
    const of = (sample: CellSample): CellSample => ({ ...sample, cpuMs: null, peakRssMb: null });
    const unknown = figures(processes("c", seven, { of }));
    assert.deepEqual([unknown.cpuMs, unknown.peakRssMb, unknown.medianMs], [undefined, undefined, 5]);
  });

  it("summarises a metric with its direction, over the processes that reported it", () => {
    const of = (sample: CellSample, process: number): CellSample =>
      process > 5 ? sample : { ...sample, metrics: { kept_mb: { value: process, better: "higher" } } };
    const some = processes("c", seven, { of });
    assert.deepEqual(figures(some).metrics, [
      { metric: "kept_mb", better: "higher", processes: 5, samples: 15, median: 3, interval: undefined },
    ]);
  });
});

describe("summarise", () => {
  const cells = ["node", "bun"].flatMap((name) => [
    cell(name, "inline", 1),
    cell(name, "pool", 1),
    cell(name, "pool", 4),
  ]);
  const times = [40, 44, 10, 20, 25, 8];
  const all = new Map(cells.map(({ id }, index) => [id, processes(id, [[times[index] ?? 0]])]));
  const rowsOf = (cores: number, known: ReadonlyMap<string, readonly ProcessRecord[]> = all): CellSummary[] =>
    summarise(cells, ({ id }) => known.get(id) ?? [], { of: () => undefined, cores: () => cores });
  const find = (rows: CellSummary[], id: string): CellSummary | undefined =>
    rows.find(({ cell }) => cell.id.includes(id));

  it("compares with the same runtime's inline cell, and with the first runtime's cell", () => {
    const rows = rowsOf(2);
    const bun = find(rows, "bun/pool-4");
    assert.deepEqual([bun?.speedup, bun?.efficiency, bun?.ratio], [2.5, 1.25, 0.8]);
    assert.deepEqual([find(rows, "node/inline")?.speedup, find(rows, "node/inline")?.ratio], [1, 1]);
  });

  it("divides by the machine's cores where there are fewer than threads", () => {
    assert.equal(find(rowsOf(8), "bun/pool-4")?.efficiency, 2.5 / 4);
  });

  it("has no speed-up where the inline cell failed or is missing, and no figures for a cell that failed", () => {
    const id = "work/bun/inline-1/10x100";
    const [fine] = all.get(id) ?? [];
    assert.ok(fine);
    const failed: ProcessRecord = { ...fine, result: { status: "failed", error: "Error: no" } };
    const rows = rowsOf(2, new Map([...all, [id, [fine, failed, fine]]]));
    assert.deepEqual(find(rows, "bun/inline")?.status, { status: "failed", error: "Error: no" });
    assert.equal(find(rows, "bun/pool-4")?.speedup, undefined);
    assert.equal(find(rows, "bun/inline")?.figures.medianMs, undefined);
    assert.equal(find(rows, "bun/inline")?.figures.samples, 0);
  });

  it("leaves out cells that nothing is known of", () => {
    assert.equal(rowsOf(2, new Map([...all].slice(0, 2))).length, 2);
  });

  it("has a checksum where all processes agree on it, and none where they differ", () => {
    const id = "work/node/inline-1/10x100";
    const [fine] = all.get(id) ?? [];
    assert.ok(fine?.result.status === "ok");
    const other: ProcessRecord = { ...fine, result: { ...fine.result, checksum: "sha256-other" } };
    const checksum = (records: readonly ProcessRecord[]) =>
      find(rowsOf(2, new Map([...all, [id, records]])), "node/inline")?.status;
    assert.deepEqual(checksum([fine, fine]), { status: "ok", checksum: "sha256-same" });
    assert.deepEqual(checksum([fine, other]), { status: "ok", checksum: null });
  });
});
