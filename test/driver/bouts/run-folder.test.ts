import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { BoutResult } from "../../../scripts/driver/bouts/bout.ts";
import type { Contender } from "../../../scripts/driver/bouts/contender.ts";
import type { Plan } from "../../../scripts/driver/bouts/plan.ts";
import { makeDatedFolder, RunFolder } from "../../../scripts/driver/bouts/run-folder.ts";
import { BadInput } from "../../../scripts/driver/command-line/bad-input.ts";
import { madeUpContender } from "../../fixtures/contenders.ts";
import { newFolder, rows } from "../../fixtures/matrix-runs.ts";
import { failed, inOrder, madeUpComparison, measured, processes } from "../../fixtures/processes.ts";

const { baseline, cell } = madeUpComparison();

function planOf(...cells: Contender[]): Plan {
  return { cells, groups: [] };
}

function emptyFolder(name: string): string {
  const folder = newFolder(name);
  mkdirSync(folder);
  return folder;
}

function result({ id }: Contender, round: number): BoutResult {
  return { cell: id, group: "group", round, result: measured(2), foreignCores: 0, tookMs: 1 };
}

/** A folder with the files of eight processes, the last of which brought a message of two lines. */
function interruptedRun(name: string): string {
  const folder = emptyFolder(name);
  const record = new RunFolder(folder, planOf(baseline, cell));
  const ok = measured([1, 2, 3, 4], { kept_mb: { value: 3, better: "higher" } });
  const bouts = [1, 2, 3, 4].map((bout) => [ok, bout === 4 ? failed('Error: one,\n"two"') : ok] as const);
  for (const { process, ...each } of inOrder(processes(bouts))) record.add([each]);
  return folder;
}

function restored(folder: string): RunFolder {
  const record = new RunFolder(folder, planOf(baseline, cell));
  record.restore();
  return record;
}

describe("RunFolder.restore", () => {
  it("has every process, sample, figure and message again", () => {
    const folder = interruptedRun("restored");
    const text = readFileSync(join(folder, "samples.csv"), "utf8");
    const again = restored(folder).processes;
    assert.equal(again.length, 8);
    assert.deepEqual(again.at(-1)?.result, { status: "failed", error: 'Error: one,\n"two"' });
    assert.deepEqual(again[0]?.result, measured([1, 2, 3, 4], { kept_mb: { value: 3, better: "higher" } }));
    assert.equal(readFileSync(join(folder, "samples.csv"), "utf8"), text);
  });

  it("has what was observed behind the timed samples again, which is no row of its own", () => {
    const timed = measured([1, 2], { kept_mb: { value: 3, better: "higher" } });
    assert.ok(timed.status === "ok");
    const last = timed.samples.slice(-1);
    const behind = { phase: "observed", metrics: { memory_mb: { value: 9, better: "lower" } } } as const;
    const observed = {
      ...timed,
      samples: [...timed.samples, ...last.map((each) => ({ ...each, ...behind }))],
    };
    const folder = emptyFolder("observed");
    new RunFolder(folder, planOf(baseline, cell)).add([{ ...result(cell, 1), result: observed }]);
    assert.deepEqual(
      rows(folder, "samples.csv").map(({ phase, memory_mb }) => [phase, memory_mb]),
      [
        ["warm", ""],
        ["warm", "9"],
      ],
    );
    assert.deepEqual(restored(folder).processes[0]?.result, observed);
  });

  it("drops no more than the process whose samples were cut off in the middle of a line", () => {
    const folder = interruptedRun("cut-samples");
    const path = join(folder, "samples.csv");
    truncateSync(path, readFileSync(path).length - 5);
    assert.deepEqual(
      restored(folder).processes.map(({ process }) => process),
      [1, 2, 3, 4, 5, 6, 8],
    );
    assert.equal(rows(folder, "samples.csv").length, 24);
  });

  it("drops no more than the process whose row was cut off within a quoted message", () => {
    const folder = interruptedRun("cut-processes");
    const path = join(folder, "processes.csv");
    truncateSync(path, readFileSync(path, "utf8").lastIndexOf("two"));
    assert.deepEqual(
      restored(folder).processes.map(({ process }) => process),
      [1, 2, 3, 4, 5, 6, 7],
    );
  });

  it("leaves out samples of a process that was killed before it was recorded", () => {
    const folder = interruptedRun("orphans");
    const path = join(folder, "samples.csv");
    const [, first = ""] = readFileSync(path, "utf8").split("\r\n");
    appendFileSync(path, `${first.replace(",1,1,warm,", ",5,9,warm,")}\r\n`);
    assert.equal(rows(folder, "samples.csv").length, 29);
    assert.equal(restored(folder).processes.length, 8);
    assert.equal(rows(folder, "samples.csv").length, 28);
  });

  it("knows what was measured of a cell whose name a spreadsheet would run", () => {
    const folder = emptyFolder("formula");
    const formula = madeUpContender("node@26.0.0", '=1+1,"|<b>');
    const plan = planOf(madeUpContender("node@26.0.0", "first"), formula);
    new RunFolder(folder, plan).add([result(formula, 1)]);

    const again = new RunFolder(folder, plan);
    again.restore();
    assert.deepEqual(
      again
        .processesOf(formula)
        .map(({ round, result }) => [round, result.status === "ok" && result.checksum]),
      [[1, "sha256-same"]],
    );
    again.add([result(formula, 2)]);
    assert.deepEqual(
      again.processesOf(formula).map(({ round, process }) => [round, process]),
      [
        [1, 1],
        [2, 2],
      ],
    );
    assert.deepEqual(
      rows(folder, "samples.csv").map(({ cell, round, phase }) => [cell, round, phase]),
      ["1", "2"].flatMap((round) => Array.from({ length: 10 }, () => [`'${formula.id}`, round, "warm"])),
    );
  });

  it("refuses a plan that lacks cells of before, and leaves their samples", () => {
    const folder = emptyFolder("other-plan");
    const first = madeUpContender("node@26.0.0", "first");
    new RunFolder(folder, planOf(first)).add([result(first, 1)]);
    const before = readFileSync(join(folder, "samples.csv"), "utf8");
    const other = new RunFolder(folder, planOf(madeUpContender("node@26.0.0", "second")));
    assert.throws(
      () => other.restore(),
      (error: unknown) => error instanceof BadInput && error.message.includes(first.id),
    );
    assert.equal(readFileSync(join(folder, "samples.csv"), "utf8"), before);
  });
});

describe("RunFolder", () => {
  it("has one format of samples.csv: cold and warm samples, a column for each figure, none of the warm-up", () => {
    const folder = emptyFolder("format");
    const [one, other] = [madeUpContender("node@26.0.0"), madeUpContender("bun@1.4.5")];
    const record = new RunFolder(folder, planOf(one, other));
    const phases = (["cold", "warm-up", "warm", "warm"] as const).map((phase, index) => ({
      ...({ kind: "sample", phase, wallMs: 1 + index, cpuMs: null, peakRssMb: 50 } as const),
      metrics: {},
    }));
    record.add([{ ...result(one, 1), result: { status: "ok", checksum: null, samples: phases } }]);
    const told = measured([7], { kept_mb: { value: 3, better: "lower" } });
    record.add([{ ...result(other, 1), result: told, foreignCores: null }]);
    const [header] = readFileSync(join(folder, "samples.csv"), "utf8").split("\r\n");
    assert.equal(
      header,
      "run,cell,round,process,phase,sample,wall_ms,cpu_ms,peak_rss_mb,foreign_cores,kept_mb",
    );
    assert.deepEqual(
      rows(folder, "samples.csv").map(
        ({ cell, process, phase, sample, wall_ms, cpu_ms, foreign_cores, kept_mb }) =>
          [cell, process, phase, sample, wall_ms, cpu_ms, foreign_cores, kept_mb].join(" "),
      ),
      [
        `${one.id} 1 cold 1 1  0 `,
        `${one.id} 1 warm 1 3  0 `,
        `${one.id} 1 warm 2 4  0 `,
        `${other.id} 2 warm 1 7 7  3`,
      ],
    );
    assert.deepEqual(
      rows(folder, "processes.csv").map(({ cell, group, round, process, status, samples }) =>
        [cell, group, round, process, status, samples].join(" "),
      ),
      [`${one.id} group 1 1 ok 3`, `${other.id} group 1 2 ok 1`],
    );
  });

  it("tells the processes of one group from those of another that the same cell is in", () => {
    const contender = madeUpContender();
    const record = new RunFolder(emptyFolder("groups"), planOf(contender));
    record.add([result(contender, 1), { ...result(contender, 2), group: "another" }]);
    const rounds = (group?: string) => record.processesOf(contender, group).map(({ round }) => round);
    assert.deepEqual([rounds("group"), rounds("another"), rounds("none"), rounds()], [[1], [2], [], [1, 2]]);
  });
});

describe("makeDatedFolder", () => {
  it("makes another folder for each of those who begin in one second", () => {
    const start = newFolder("many-");
    const now = new Date("2026-11-28T12:34:56Z");
    const name = `${start}2026-11-28T12-34-56`;
    const made = Array.from({ length: 4 }, () => makeDatedFolder(start, now));
    assert.deepEqual(made, [name, `${name}-2`, `${name}-3`, `${name}-4`]);
    mkdirSync(`${name}-5`);
    assert.equal(makeDatedFolder(start, now), `${name}-6`);
  });

  it("refuses where no folder can be made", () => {
    assert.throws(() => makeDatedFolder("/dev/null/"), BadInput);
  });
});
