import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ProcessRecord } from "../../../scripts/driver/bouts/process-record.ts";
import { pairsOf } from "../../../scripts/driver/judge/pair.ts";
import { failed, measured, processes, uniformNumbers } from "../../fixtures/processes.ts";

describe("pairsOf", () => {
  const uniform = uniformNumbers(1);
  const calm = processes(Array.from({ length: 40 }, () => [measured(10), measured(10)]));
  const disturbed = (each: ProcessRecord) => ({ ...each, foreignCores: 2 * uniform() });
  const restless = { baseline: calm.baseline.map(disturbed), cell: calm.cell.map(disturbed) };

  it("leaves out pairs in which others disturbed one side", () => {
    assert.equal(pairsOf(calm).disturbed, 0);
    const { sound, disturbed } = pairsOf(restless);
    assert.ok(disturbed > 8 && disturbed < 32, String(disturbed));
    assert.equal(sound.length + disturbed, 40);
  });

  it("counts a pair for good, whatever comes behind it: looks would else be taken twice", () => {
    const rounds = (count: number) => {
      const { baseline, cell } = restless;
      const first = { baseline: baseline.slice(0, count), cell: cell.slice(0, count) };
      return pairsOf(first).sound.map(({ round }) => round);
    };
    const all = rounds(40);
    for (let count = 1; count < 40; count++)
      assert.deepEqual(
        rounds(count),
        all.filter((round) => round <= count),
      );
  });

  it("pairs those that met in one bout, whatever their places in the lists, and no others", () => {
    const { baseline, cell } = processes([
      [measured(10), measured(20)],
      [failed(), measured(21)],
      [measured(12), measured(22)],
    ]);
    const { sound } = pairsOf({ baseline, cell: cell.toReversed().slice(0, 2) });
    assert.deepEqual(
      sound.map(({ round, baseline, cell }) => [round, baseline.round, cell.round]),
      [[3, 3, 3]],
    );
  });
});
