import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Cell } from "../../scripts/driver/bouts/contender.ts";
import type { Sample } from "../../scripts/driver/bouts/sample.ts";
import { type CellStatus, type CellSummary, figures, summarise } from "../../scripts/driver/judge/summary.ts";

function cell(runtime: string, executor: string, threads: number): Cell {
  const id = `work/${runtime}/${executor}-${threads}/10x100`;
  return {
    id,
    runtime: { label: runtime },
    workload: { name: "work" },
    executor,
    threads,
    tasks: 10,
    size: 100,
  } as Cell;
}

function samples(cell: string, processes: readonly (readonly number[])[], cold = 100): Sample[] {
  return processes.flatMap((times, process) =>
    [cold, ...times].map((wallMs, index) => ({
      cell,
      round: process + 1,
      process: process + 1,
      phase: index === 0 ? ("cold" as const) : ("warm" as const),
      sample: Math.max(1, index),
      wallMs,
      cpuMs: 2 * wallMs,
      peakRssMb: 50 + process,
      metrics: {},
    })),
  );
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
    const { medianMs, intervalMs, processes, samples: count } = figures(samples("c", seven));
    assert.deepEqual(
      { medianMs, intervalMs, processes, count },
      {
        medianMs: 5,
        intervalMs: { low: 2, high: 8 },
        processes: 7,
        count: 21,
      },
    );
  });

  it("keeps cold and warm apart", () => {
    const { coldMs, maxMs, minMs, p95Ms } = figures(samples("c", seven, 1000));
    assert.deepEqual({ coldMs, maxMs, minMs, p95Ms }, { coldMs: 1000, maxMs: 90, minMs: 1, p95Ms: 30 });
  });

  it("gives CPU time and memory the same way", () => {
    const { cpuMs, peakRssMb } = figures(samples("c", seven));
    assert.deepEqual({ cpuMs, peakRssMb }, { cpuMs: 10, peakRssMb: 53 });
  });

  it("has no figure where nothing was measured", () => {
    const nothing = figures([]);
    assert.deepEqual(
      [nothing.medianMs, nothing.coldMs, nothing.cpuMs, nothing.peakRssMb, nothing.p95Ms],
      Array(5).fill(undefined),
    );
    const unknown = figures(
      samples("c", seven).map((sample) => ({ ...sample, cpuMs: null, peakRssMb: null })),
    );
    assert.deepEqual([unknown.cpuMs, unknown.peakRssMb, unknown.medianMs], [undefined, undefined, 5]);
  });

  it("summarises a metric with its direction, over the processes that reported it", () => {
    const some = samples("c", seven).map((sample) =>
      sample.process > 5
        ? sample
        : { ...sample, metrics: { kept_mb: { value: sample.process, better: "higher" as const } } },
    );
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
  const ok: CellStatus = { status: "ok", checksum: null };
  const times = [40, 44, 10, 20, 25, 8];
  const all = cells.flatMap(({ id }, index) => samples(id, [[times[index] ?? 0]]));
  const outcomes = new Map<string, CellStatus>(cells.map(({ id }) => [id, ok]));
  const find = (rows: CellSummary[], id: string): CellSummary | undefined =>
    rows.find(({ cell }) => cell.id.includes(id));

  it("compares with the same runtime's inline cell, and with the first runtime's cell", () => {
    const rows = summarise(cells, outcomes, all, 2);
    const bun = find(rows, "bun/pool-4");
    assert.deepEqual([bun?.speedup, bun?.efficiency, bun?.ratio], [2.5, 1.25, 0.8]);
    assert.deepEqual([find(rows, "node/inline")?.speedup, find(rows, "node/inline")?.ratio], [1, 1]);
  });

  it("divides by the machine's cores where there are fewer than threads", () => {
    assert.equal(find(summarise(cells, outcomes, all, 8), "bun/pool-4")?.efficiency, 2.5 / 4);
  });

  it("has no speed-up where the inline cell failed or is missing, and no figures for a cell that failed", () => {
    const failed: CellStatus = { status: "failed", error: "Error: no" };
    const rows = summarise(
      cells,
      new Map<string, CellStatus>([...outcomes, ["work/bun/inline-1/10x100", failed]]),
      all,
      2,
    );
    assert.equal(find(rows, "bun/pool-4")?.speedup, undefined);
    assert.equal(find(rows, "bun/inline")?.figures.medianMs, undefined);
    assert.equal(find(rows, "bun/inline")?.figures.samples, 0);
  });

  it("leaves out cells that nothing is known of", () => {
    assert.equal(summarise(cells, new Map([...outcomes].slice(0, 2)), all, 2).length, 2);
  });
});
