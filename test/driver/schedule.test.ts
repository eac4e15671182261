import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RunnableCell } from "../../scripts/driver/bouts/contender.ts";
import { schedule } from "../../scripts/driver/bouts/schedule.ts";

const cells = Array.from({ length: 12 }, (_, index) => ({ id: `cell-${index}` }) as RunnableCell);
const ids = (turns: ReturnType<typeof schedule>): string[] => turns.map(({ cell }) => cell.id);

describe("schedule", () => {
  it("has every cell once in each round", () => {
    const turns = schedule(cells, 5, 1);
    for (const [round, group] of Map.groupBy(turns, ({ round }) => round)) {
      assert.deepEqual(ids(group).sort(), cells.map(({ id }) => id).sort(), `round ${round}`);
    }
    assert.deepEqual([...new Set(turns.map(({ round }) => round))], [1, 2, 3, 4, 5]);
  });

  it("orders each round in its own way", () => {
    const rounds = [...Map.groupBy(schedule(cells, 5, 1), ({ round }) => round).values()].map((group) =>
      ids(group).join(),
    );
    assert.equal(new Set(rounds).size, 5);
  });

  it("is the same for the same seed, and another one for another", () => {
    assert.deepEqual(schedule(cells, 3, 42), schedule(cells, 3, 42));
    assert.notDeepEqual(ids(schedule(cells, 3, 42)), ids(schedule(cells, 3, 43)));
  });

  it("gives the processes environments of different length", () => {
    assert.ok(new Set(schedule(cells, 3, 7).map(({ padding }) => padding.length)).size > 30);
  });
});
