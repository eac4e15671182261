import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { before, describe, it } from "node:test";
import { execa } from "execa";
import type { ProcessRecord } from "../../../scripts/driver/bouts/process-record.ts";
import { machinesOf } from "../../../scripts/driver/bouts/shards/machines.ts";
import { mergedProcesses } from "../../../scripts/driver/bouts/shards/merged-processes.ts";
import { type PlanFile, readPlanFile } from "../../../scripts/driver/bouts/shards/plan-file.ts";
import { readShardRun, type ShardSet, shardSet } from "../../../scripts/driver/bouts/shards/shard-run.ts";
import { BadInput } from "../../../scripts/driver/command-line/bad-input.ts";
import { mergeHelp, readMergeOptions } from "../../../scripts/driver/commands/merge-options.ts";
import { newFolder, rows } from "../../fixtures/matrix-runs.ts";
import { bunIsFaster, madeUpPlan, type WallMs, writeShard } from "../../fixtures/shards.ts";

async function merge(...args: readonly string[]) {
  const cli = ["node_modules/zx/build/cli.js", "scripts/merge.mjs"];
  const { exitCode, stdout, stderr } = await execa(process.execPath, [...cli, ...args], { reject: false });
  return { exitCode, stdout, stderr };
}

function environment(folder: string) {
  return JSON.parse(readFileSync(join(folder, "environment.json"), "utf8"));
}

describe("merge.mjs", () => {
  let plan: PlanFile;
  /** Three shards, of two machines. */
  let shards: readonly [string, string, string];

  before(async () => {
    plan = await madeUpPlan(["a", "b", "c", "d"]);
    const shard = (index: number, machine: string): string =>
      writeShard(newFolder(`shard-${index}`), plan, { index, of: 3 }, { machine });
    shards = [shard(1, "one"), shard(2, "two"), shard(3, "one")];
  });

  /** A copy of a shard, changed. */
  function changed(shard: string, name: string, change: (copy: string) => void): string {
    const copy = newFolder(name);
    cpSync(shard, copy, { recursive: true });
    change(copy);
    return copy;
  }

  /** What `merge.mjs` makes of folders before it writes anything. */
  function put(folders: readonly string[], isPartial = false): ShardSet {
    return shardSet(folders.map(readShardRun), isPartial);
  }

  function assertRefused(message: RegExp, ...folders: readonly string[]): void {
    assert.throws(
      () => put(folders),
      (error) => error instanceof BadInput && message.test(error.message) && !error.message.includes("\n"),
      String(message),
    );
  }

  function processesIn(folders: readonly string[]): ProcessRecord[] {
    const set = put(folders, true);
    return mergedProcesses(set, machinesOf(set.runs).nameOf);
  }

  function assertEachBoutOnce(processes: readonly ProcessRecord[]): void {
    const bouts = processes.map(({ group, round, cell }) => `${group} ${round} ${cell}`);
    assert.equal(new Set(bouts).size, bouts.length);
  }

  it("makes one run of all shards, with every bout and every machine, and judges it", async () => {
    const out = newFolder("merged");
    const { exitCode, stderr, stdout } = await merge(...shards, "--out", out);
    assert.equal(exitCode, 0, stderr);
    assert.equal(stderr, "");
    const processes = rows(out, "processes.csv");
    assert.equal(processes.length, 4 * 2 * 8);
    const bouts = new Set(processes.map(({ group, round, cell }) => `${group} ${round} ${cell}`));
    assert.equal(bouts.size, processes.length);
    assert.deepEqual(
      [...new Set(processes.map(({ round }) => Number(round)))].sort((a, b) => a - b),
      [1, 2, 3, 4, 5, 6, 7, 8],
    );
    assert.deepEqual(new Set(processes.map(({ machine }) => machine)), new Set(["one", "two"]));
    assert.equal(rows(out, "samples.csv").length, processes.length * 5);
    const compared = rows(out, "comparisons.csv");
    assert.deepEqual(
      compared.map(({ verdict, bouts }) => `${verdict} ${bouts}`),
      ["faster 8", "faster 8", "faster 8", "faster 8"],
    );
    const { machines, merged, finished, seed } = environment(out);
    assert.deepEqual(
      machines.map(({ name }: { name: string }) => name),
      ["one", "two"],
    );
    assert.deepEqual(
      merged.shards.map((shard: { index: number; machine: string }) => `${shard.index} ${shard.machine}`),
      ["1 one", "2 two", "3 one"],
    );
    assert.ok(finished);
    assert.equal(seed, plan.seed);
    assert.match(readFileSync(join(out, "README.md"), "utf8"), /2 machines/);
    assert.match(stdout, /merged: summary\.csv/);
  });

  it("says where machines differ, and then gives no ratio of all; times are those of each machine", async () => {
    const one = await madeUpPlan(["a"], undefined, { sizes: [1, 2, 3] });
    // Three groups for two shards: one of them is split. What the second machine does takes three times as long, and there
    // Bun is no faster with the size 2.
    const odd: WallMs = (cell, random) =>
      bunIsFaster(cell, random) * (cell.includes("bun@") && cell.endsWith("x2") ? 6 : 3);
    const out = newFolder("differ");
    const both = [1, 2].flatMap((index) => [
      writeShard(newFolder(`quick-${index}`), one, { index, of: 2 }, { machine: "quick" }),
      writeShard(newFolder(`slow-${index}`), one, { index, of: 2 }, { machine: "slow", wallMs: odd }),
    ]);
    const { stdout, stderr } = await merge(...both, "--out", out, "--partial");
    assert.equal(stderr, "");
    const [first, second, third] = rows(out, "comparisons.csv");
    assert.deepEqual([first?.verdict, second?.verdict, third?.verdict], ["faster", "inconclusive", "faster"]);
    assert.deepEqual([first?.bouts, second?.ratio], ["16", ""]);
    assert.ok(Math.abs(Number(first?.ratio) - 0.5) < 0.01);
    assert.match(second?.note ?? "", /machines differ: (0\.\d+ on quick|1\.\d+ on slow) in 8, .* in 8 bouts/);
    const agreement = rows(out, "agreement.csv");
    assert.deepEqual(
      agreement.map(({ agree }) => agree),
      ["yes", "yes", "no", "no", "yes", "yes"],
    );
    const times = rows(out, "machines.csv").filter(({ cell }) => cell?.startsWith("a/node@"));
    for (const size of [1, 2, 3]) {
      const [quick, slow] = ["quick", "slow"].map((name) =>
        times.find(({ cell, machine }) => machine === name && cell?.endsWith(`x${size}`)),
      );
      assert.ok(Math.abs(Number(slow?.median_ms) / Number(quick?.median_ms) - 3) < 0.05);
      assert.ok(Number(slow?.cold_ms) > 2 * Number(quick?.cold_ms) && Number(slow?.peak_rss_mb) === 50);
    }
    for (const { cell, machine, median_ms: time } of rows(out, "summary.csv")) {
      const own = rows(out, "machines.csv").find((row) => row.cell === cell && row.machine === machine);
      assert.equal(time, own?.median_ms);
    }
    assert.match(stdout, /Machines do not agree on 1 of 3 ratios: a\/bun@1\.4\.5/);
    assert.match(readFileSync(join(out, "README.md"), "utf8"), /## What did each machine measure\?/);
  });

  it("writes the plan of what one machine alone has found, whose shards then confirm it on another one", async () => {
    const [out, file] = [newFolder("found"), newFolder("confirm.json")];
    const halves = ["one", "two"].map((machine, index) =>
      writeShard(newFolder(`half-${machine}`), plan, { index: index + 1, of: 2 }, { machine }),
    );
    const { stderr, exitCode } = await merge(...halves, "--out", out, "--confirm-plan", file);
    assert.equal(exitCode, 0);
    const confirm = readPlanFile(file);
    assert.match(stderr, /confirm\.json: 8 cells in 4 groups, 4 comparisons/);
    assert.deepEqual(confirm?.confirms, { plan: plan.sha256, machines: ["one", "two"] });
    assert.ok(confirm !== undefined);
    const again = writeShard(newFolder("confirming"), confirm, { index: 1, of: 1 }, { machine: "three" });
    const done = await merge(...halves, again, "--out", out, "--confirm-plan", newFolder("no.json"));
    assert.match(done.stderr, /^Nothing is to be confirmed/);
    assert.ok(!existsSync(newFolder("no.json")));
    for (const { verdict, bouts, note } of rows(out, "comparisons.csv")) {
      assert.deepEqual([verdict, bouts], ["faster", "16"]);
      assert.match(note ?? "", /confirmed: shown by each of 2 machines by itself/);
    }
    const other = await madeUpPlan(["a", "b"]);
    const strange = writeShard(newFolder("not-these"), other, { index: 1, of: 1 });
    const refused = await merge(strange, again, "--out", newFolder("never"));
    assert.match(refused.stderr, /it confirms what shards of another plan have found/);
    assert.equal(refused.exitCode, 2);
  });

  it("comes to the same files again, in whatever order the shards are named, and into the same folder", async () => {
    const out = newFolder("again");
    const texts = () =>
      readdirSync(out)
        .filter((name) => name !== "charts")
        .map((name) => [name, readFileSync(join(out, name), "utf8")] as const);
    await merge(...shards, "--out", out);
    const first = texts();
    const { exitCode } = await merge(...shards.toReversed(), "--out", out);
    assert.equal(exitCode, 0);
    assert.deepEqual(texts(), first);
  });

  it("refuses a missing shard; --partial takes what is there, says what is missing, and is completed later", async () => {
    const [one, two, three] = shards;
    const refused = await merge(one, three, "--out", newFolder("refused"));
    assert.match(refused.stderr, /^Cannot merge: shard 2 of 3 is missing; .*\n?$/);
    assert.equal(refused.exitCode, 2);
    assert.ok(!existsSync(newFolder("refused")));
    const out = newFolder("partial");
    const partial = await merge(one, three, "--out", out, "--partial");
    assert.equal(partial.exitCode, 0);
    assert.match(partial.stderr, /Incomplete: shard 2 of 3 is missing/);
    assert.deepEqual(environment(out).merged.missing, ["shard 2 of 3 is missing"]);
    assert.equal(environment(out).finished, undefined);
    assert.match(readFileSync(join(out, "README.md"), "utf8"), /shard 2 of 3 is missing/);
    const whole = await merge(one, two, three, "--out", out);
    assert.equal(whole.exitCode, 0);
    assert.equal(rows(out, "processes.csv").length, 64);
    assert.ok(environment(out).finished);
  });

  it("refuses the same run twice, and two runs of one shard unless --partial counts the bouts of both", () => {
    const [one, two, three] = shards;
    const copy = changed(one, "copy", () => {});
    assertRefused(/are the same run of shard 1 of 3/, one, copy, two, three);
    const again = writeShard(newFolder("again-elsewhere"), plan, { index: 1, of: 3 }, { machine: "three" });
    assertRefused(/shard 1 of 3 is there twice/, one, again, two, three);
    const processes = processesIn([one, again, two, three]);
    assert.equal(processes.length, 64 + rows(one, "processes.csv").length);
    assertEachBoutOnce(processes);
    assert.deepEqual(put([one, again, two, three], true).missing, []);
  });

  it("refuses a shard of another plan, and says in what it is another", async () => {
    const [one, two] = shards;
    const other = await madeUpPlan(["a", "b", "c", "d"], ["node@26.10.0", "bun@1.4.4"]);
    const foreign = writeShard(newFolder("foreign"), other, { index: 3, of: 3 });
    assertRefused(/shards of two plans, with the argument .*bun@1\.4\.4/, one, two, foreign);
    const halves = writeShard(newFolder("halves"), plan, { index: 2, of: 2 });
    assertRefused(/two ways to share the plan out/, one, halves);
  });

  it("refuses what is no shard, and a plan that has been changed", () => {
    const [one, two, three] = shards;
    assertRefused(/it is no shard/, one, two, "results/2026-11-29T23-09-39");
    assertRefused(/expected the folder of a run/, one, newFolder("nowhere"));
    const edited = changed(three, "edited", (copy) => {
      const file = join(copy, "plan.json");
      writeFileSync(file, readFileSync(file, "utf8").replace('"seed": 1', '"seed": 7'));
    });
    assertRefused(/was changed after it was written/, one, two, edited);
    const strange = changed(three, "strange", (copy) => {
      for (const name of ["processes.csv", "samples.csv"]) {
        const file = join(copy, name);
        writeFileSync(file, readFileSync(file, "utf8").replaceAll("/bun@1.4.5/", "/bun@1.4.4/"));
      }
    });
    assertRefused(/which its plan does not have/, one, two, strange);
  });

  it("refuses a shard whose files are cut off, or that has not finished; --partial takes what is whole of it", () => {
    const [one, two, three] = shards;
    for (const [name, cut] of [
      ["samples.csv", 1],
      ["samples.csv", 300],
      ["processes.csv", 1],
      ["processes.csv", 300],
    ] as const) {
      const copy = changed(three, `cut-${name}-${cut}`, (folder) => {
        const file = join(folder, name);
        truncateSync(file, readFileSync(file).length - cut);
      });
      assertRefused(/shard 3 of 3 .*cut off/, one, two, copy);
      assert.match(put([one, two, copy], true).missing.join(), /^shard 3 of 3 .*cut off/);
      const found = processesIn([one, two, copy]).length;
      assert.ok(found < 64 && found >= 64 - 8, String(found));
    }
    const killed = changed(three, "killed", (folder) => {
      const { finished: _, ...rest } = environment(folder);
      writeFileSync(join(folder, "environment.json"), JSON.stringify(rest));
    });
    assertRefused(/shard 3 of 3 .*has not finished/, one, two, killed);
  });

  it("writes into no folder that is there, but for an earlier merge of the plan", async () => {
    const { exitCode, stderr } = await merge(...shards, "--out", shards[0]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /it exists, and is no earlier merge of this plan/);
  });

  it("asks for shards and for a folder", () => {
    assert.throws(() => readMergeOptions(["--out", "x"]), /Which shards\?/);
    assert.throws(() => readMergeOptions([shards[0]]), /Where to\?/);
    assert.match(mergeHelp(), /Examples:/);
  });
});
