import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readMetric, takenColumns } from "../../../runners/cell/read-metric.ts";
import { sampleColumns } from "../../../scripts/driver/bouts/run-files.ts";
import {
  comparisonColumns,
  summaryColumns,
  verdictColumns,
} from "../../../scripts/driver/report/run-files.ts";

describe("readMetric", () => {
  it("takes a number under a name with its unit", () => {
    for (const value of [0, -1.5, 9e9]) readMetric("throughput_ops_s", value);
  });

  for (const name of ["", "Kept MB", "kept-mb", "=1+1", "2nd_ms", "a,b"]) {
    it(`refuses the name ${JSON.stringify(name)}`, () => {
      assert.throws(() => readMetric(name, 1), /snake_case with its unit/);
    });
  }

  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "1", undefined]) {
    it(`refuses the value ${String(value)}`, () => {
      assert.throws(() => readMetric("kept_mb", value), /expected a finite number/);
    });
  }

  it("takes the direction, which is lower unless said", () => {
    assert.deepEqual(readMetric("kept_mb", 1), { value: 1, better: "lower" });
    assert.deepEqual(readMetric("kept_mb", 1, { better: undefined }), { value: 1, better: "lower" });
    assert.deepEqual(readMetric("ops_s", 1, { better: "higher" }), { value: 1, better: "higher" });
  });

  for (const options of [
    { better: "bigger" },
    { better: "HIGHER" },
    { better: true },
    "higher",
    { beter: "higher" },
  ]) {
    it(`refuses ${JSON.stringify(options)}, which would silently mean lower`, () => {
      assert.throws(() => readMetric("kept_mb", 1, options), /expected \{ better: "lower" \} or/);
    });
  }

  it("refuses the name of any column that every run has", () => {
    const columns = [
      ...sampleColumns("run", []),
      ...summaryColumns("run", []),
      ...comparisonColumns("run"),
      ...verdictColumns,
    ].map(({ name }) => name);
    assert.deepEqual([...new Set(columns)].sort(), [...takenColumns].sort());
    for (const name of columns) assert.throws(() => readMetric(name, 1), /has the name of a column/);
  });

  for (const name of ["memory_mb", "gc_ms", "gc_count", "cpu_ms", "loop_delay_p99_ms"]) {
    it(`refuses ${name}, which the suite measures itself`, () => {
      assert.throws(() => readMetric(name, 1), { name: "TypeError", message: /has the name of a/ });
    });
  }
});
