import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CellSample } from "../../../runners/cell/cell-request.ts";
import { launch, type Outcome } from "../../../scripts/driver/bouts/launch.ts";
import { Turn, Turns } from "../../../scripts/driver/bouts/turns.ts";
import { nextTurn } from "../../fixtures/next-turn.ts";
import { realContenders, withSurroundings } from "../../fixtures/real-contenders.ts";

/** So many that have started, one after the other, and are ready. */
async function readyTurns(turns: Turns, count: number): Promise<Turn[]> {
  const all = Array.from({ length: count }, () => new Turn(turns));
  for (const turn of all) {
    await turn.start();
    turn.pass();
  }
  return all;
}

describe("Programs that take turns", () => {
  it("have them one after the other, who has waited longest first", async () => {
    const turns = new Turns();
    const order: string[] = [];
    const runner = async (name: string): Promise<void> => {
      const turn = new Turn(turns);
      await turn.start();
      turn.pass();
      for (let i = 0; i < 3; i++) {
        assert.equal(await turn.take(), true);
        order.push(`${name} begins`);
        await nextTurn();
        order.push(`${name} ends`);
        turn.pass();
      }
      turn.leave();
    };
    await Promise.all([runner("a"), runner("b")]);
    const round = ["a begins", "a ends", "b begins", "b ends"];
    assert.deepEqual(order, [...round, ...round, ...round]);
  });

  it("start so many at a time, and nobody has a turn before all are ready", async () => {
    const turns = new Turns(2);
    const all = [1, 2, 3].map(() => new Turn(turns));
    const events: string[] = [];
    const [first, second, third] = all as [Turn, Turn, Turn];
    for (const [index, turn] of all.entries())
      void turn.start().then(() => events.push(`${index + 1} starts`));
    await nextTurn();
    assert.deepEqual(events, ["1 starts", "2 starts"]);
    first.pass();
    void first.take().then(() => events.push("1 has the turn"));
    await nextTurn();
    assert.deepEqual(events.splice(0), ["1 starts", "2 starts", "3 starts"]);
    second.pass();
    await nextTurn();
    assert.deepEqual(events, []);
    third.pass();
    await nextTurn();
    assert.deepEqual(events, ["1 has the turn"]);
  });

  it("do not wait for one that has ended before it was ready, or before it could start", async () => {
    const turns = new Turns();
    const [first, second, third] = [1, 2, 3].map(() => new Turn(turns)) as [Turn, Turn, Turn];
    await first.start();
    const starting = second.start();
    third.leave();
    first.leave();
    await starting;
    second.pass();
    assert.equal(await second.take(), true);
  });

  it("do not wait for one that has left, with the turn or while it waited", async () => {
    const [first, second, third] = (await readyTurns(new Turns(), 3)) as [Turn, Turn, Turn];
    await first.take();
    const waiting = [second.take(), third.take()];
    second.leave();
    first.leave();
    assert.deepEqual(await Promise.all(waiting), [false, true]);
  });

  it("know how long they took to start, and had the turn", async () => {
    const turns = new Turns();
    const watched: string[] = [];
    const turn = new Turn(turns, () => {
      watched.push("begins");
      return () => watched.push("ends");
    });
    assert.equal(turn.tookMs, 0);
    await turn.start();
    await nextTurn();
    turn.pass();
    const startMs = turn.tookMs;
    assert.ok(startMs > 0);
    assert.deepEqual(watched, [], "others are not watched while it starts");
    await nextTurn();
    assert.equal(turn.tookMs, startMs);
    await turn.take();
    await nextTurn();
    turn.pass();
    const { tookMs } = turn;
    assert.ok(tookMs > startMs);
    await nextTurn();
    turn.leave();
    assert.equal(turn.tookMs, tookMs);
    assert.deepEqual(watched, ["begins", "ends"]);
  });
});

describe("Two processes that are measured in turns", () => {
  for (const runtime of ["node", "deno", "bun"]) {
    it(`never run at once, and hand over many times: ${runtime}`, async () => {
      const [first, second] = (await inTurns(runtime, [10, 10])).map(runs);
      assert.ok(first && second);
      const all = [...first, ...second].sort((a, b) => a.began - b.began);
      for (const [index, { ended }] of all.entries()) {
        const next = all[index + 1];
        assert.ok(next === undefined || ended <= next.began, `${ended} is later than ${next?.began}`);
      }
      const changes = all.filter(
        (one, index) => index > 0 && first.includes(one) !== first.includes(all[index - 1] as Run),
      );
      assert.ok(changes.length >= 6, `${changes.length} changes in ${all.length} runs`);
    });

    it(`do not wait for one that hangs for longer than it may: ${runtime}`, async () => {
      const [hanging, other] = await inTurns(runtime, [0, 10], 3_000);
      assert.equal(hanging?.status, "timeout");
      assert.equal(other?.status, "ok");
    });
  }
});

/** A run of the workload, by the clock of the machine. */
interface Run {
  readonly began: number;
  readonly ended: number;
}

/** Measures the workload that tells when it ran, in two processes, which are busy for so many milliseconds in each run. */
async function inTurns(runtime: string, sizes: readonly number[], timeoutMs = 20_000): Promise<Outcome[]> {
  return withSurroundings(async (surroundings) => {
    const contenders = await realContenders(runtime, ["tells-when.ts"], { sizes }, surroundings);
    const turns = new Turns(sizes.length);
    const effort = { warmUpMs: 50, minSamples: 20, maxSamples: 20, sampleMs: 200, turnMs: 25 };
    return Promise.all(
      contenders.map((contender) =>
        launch(contender, { effort, padding: "", timeoutMs, turn: new Turn(turns), ...surroundings }),
      ),
    );
  });
}

function runs(outcome: Outcome): Run[] {
  assert.equal(outcome.status, "ok");
  const samples: readonly CellSample[] = outcome.status === "ok" ? outcome.samples : [];
  return samples.map(({ metrics }) => ({
    began: metrics.began_ms?.value ?? Number.NaN,
    ended: metrics.ended_ms?.value ?? Number.NaN,
  }));
}
