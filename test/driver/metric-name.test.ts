import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkMetric, takenColumns } from "../../runners/metric-name.ts";
import { sampleColumns, summaryColumns } from "../../scripts/driver/bouts/run-files.ts";
import { sampleColumns as upgradeColumns } from "../../scripts/driver/bouts/upgrade-files.ts";

describe("checkMetric", () => {
  it("takes a number under a name with its unit", () => {
    for (const value of [0, -1.5, 9e9]) checkMetric("throughput_ops_s", value, "higher");
  });

  for (const name of ["", "Kept MB", "kept-mb", "=1+1", "2nd_ms", "a,b"]) {
    it(`refuses the name ${JSON.stringify(name)}`, () => {
      assert.throws(() => checkMetric(name, 1, "lower"), /snake_case with its unit/);
    });
  }

  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "1", undefined]) {
    it(`refuses the value ${String(value)}`, () => {
      assert.throws(() => checkMetric("kept_mb", value, "lower"), /expected a finite number/);
    });
  }

  for (const better of ["bigger", "HIGHER", "", 1, true, null]) {
    it(`refuses better: ${JSON.stringify(better)}, which would silently be taken for one of the two`, () => {
      assert.throws(() => checkMetric("kept_mb", 1, better), /expected "lower" or "higher"/);
    });
  }

  it("refuses the name of any column that every run has", () => {
    const ofUpgrades = upgradeColumns("run", { old: "a", new: "b" }, []);
    const tables = [sampleColumns("run", []), summaryColumns("run", []), ofUpgrades];
    const columns = tables.flatMap((table) => table.map(({ name }) => name));
    assert.deepEqual([...new Set(columns)].sort(), [...takenColumns].sort());
    for (const name of columns)
      assert.throws(() => checkMetric(name, 1, "lower"), /has the name of a column/);
  });
});
