import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { UpgradeRecord } from "../../scripts/driver/bouts/upgrade-record.ts";
import { newFolder, rows } from "../fixtures/matrix-runs.ts";
import { failed, judging, madeUpCell, measured, processes } from "../fixtures/processes.ts";

const side = madeUpCell.old.runtime;

function recordIn(folder: string): UpgradeRecord {
  return new UpgradeRecord(folder, [madeUpCell], { old: side, new: side }, judging);
}

/** A folder with the files of eight processes, the last of which brought a message of two lines. */
function interruptedRun(name: string): string {
  const folder = newFolder(name);
  mkdirSync(folder);
  const record = recordIn(folder);
  const ok = measured([1, 2, 3, 4], { kept_mb: { value: 3, better: "higher" } });
  for (const each of processes(
    [1, 2, 3, 4].map((pair) => [ok, pair === 4 ? failed('Error: one,\n"two"') : ok]),
  )) {
    record.add(each);
  }
  return folder;
}

function restored(folder: string) {
  const record = recordIn(folder);
  record.restore();
  return record.processesOf(madeUpCell);
}

describe("UpgradeRecord.restore", () => {
  it("has every process, sample, figure and message again", () => {
    const folder = interruptedRun("restored");
    const text = readFileSync(join(folder, "samples.csv"), "utf8");
    const again = restored(folder);
    assert.equal(again.length, 8);
    assert.deepEqual(again.at(-1)?.result, { status: "failed", error: 'Error: one,\n"two"' });
    assert.deepEqual(
      again[0]?.result,
      processes([[measured([1, 2, 3, 4], { kept_mb: { value: 3, better: "higher" } }), failed()]])[0]?.result,
    );
    assert.equal(readFileSync(join(folder, "samples.csv"), "utf8"), text);
  });

  it("drops no more than the process whose samples were cut off in the middle of a line", () => {
    const folder = interruptedRun("cut-samples");
    const path = join(folder, "samples.csv");
    truncateSync(path, readFileSync(path).length - 5);
    assert.deepEqual(
      restored(folder).map(({ process }) => process),
      [1, 2, 3, 4, 5, 6, 8],
    );
    assert.equal(rows(folder, "samples.csv").length, 24);
  });

  it("drops no more than the process whose row was cut off within a quoted message", () => {
    const folder = interruptedRun("cut-processes");
    const path = join(folder, "processes.csv");
    truncateSync(path, readFileSync(path, "utf8").lastIndexOf("two"));
    assert.deepEqual(
      restored(folder).map(({ process }) => process),
      [1, 2, 3, 4, 5, 6, 7],
    );
  });

  it("leaves out samples of a process that was killed before it was recorded", () => {
    const folder = interruptedRun("orphans");
    const path = join(folder, "samples.csv");
    const [, first = ""] = readFileSync(path, "utf8").split("\r\n");
    appendFileSync(path, `${first.replace(",1,1,warm,", ",5,9,warm,")}\r\n`);
    assert.equal(rows(folder, "samples.csv").length, 29);
    assert.equal(restored(folder).length, 8);
    assert.equal(rows(folder, "samples.csv").length, 28);
  });
});
