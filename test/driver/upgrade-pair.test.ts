import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pairsOf } from "../../scripts/driver/judge/pair.ts";
import { measured, processes, uniformNumbers } from "../fixtures/upgrade-processes.ts";

describe("pairsOf", () => {
  const uniform = uniformNumbers(1);
  const calm = processes(Array.from({ length: 40 }, () => [measured(10), measured(10)]));
  const restless = calm.map((process) => ({ ...process, foreignCores: 2 * uniform() }));

  it("leaves out pairs in which others disturbed one side", () => {
    assert.equal(pairsOf(calm).disturbed, 0);
    const { sound, disturbed } = pairsOf(restless);
    assert.ok(disturbed > 8 && disturbed < 32, String(disturbed));
    assert.equal(sound.length + disturbed, 40);
  });

  it("counts a pair for good, whatever comes behind it: looks would else be taken twice", () => {
    const rounds = (count: number) => pairsOf(restless.slice(0, 2 * count)).sound.map(({ round }) => round);
    const all = rounds(40);
    for (let count = 1; count < 40; count++)
      assert.deepEqual(
        rounds(count),
        all.filter((round) => round <= count),
      );
  });
});
