import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkMetric, takenColumns } from "../../runners/metric-name.ts";
import { sampleColumns } from "../../scripts/driver/bouts/run-files.ts";
import { summaryColumns } from "../../scripts/driver/report/run-files.ts";

describe("checkMetric", () => {
  it("takes a number under a name with its unit", () => {
    for (const value of [0, -1.5, 9e9]) checkMetric("throughput_ops_s", value);
  });

  for (const name of ["", "Kept MB", "kept-mb", "=1+1", "2nd_ms", "a,b"]) {
    it(`refuses the name ${JSON.stringify(name)}`, () => {
      assert.throws(() => checkMetric(name, 1), /snake_case with its unit/);
    });
  }

  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "1", undefined]) {
    it(`refuses the value ${String(value)}`, () => {
      assert.throws(() => checkMetric("kept_mb", value), /expected a finite number/);
    });
  }

  it("refuses the name of any column that every run has", () => {
    const columns = [...sampleColumns("run", []), ...summaryColumns("run", [])].map(({ name }) => name);
    assert.deepEqual([...new Set(columns)].sort(), [...takenColumns].sort());
    for (const name of columns) assert.throws(() => checkMetric(name, 1), /has the name of a column/);
  });
});
