import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { before, describe, it } from "node:test";
import { execa } from "execa";
import { BadInput } from "../../../scripts/driver/command-line/bad-input.ts";
import { readMatrixOptions } from "../../../scripts/driver/commands/matrix-options.ts";
import { readUpgradeOptions } from "../../../scripts/driver/commands/upgrade-options.ts";
import { fixture, newFolder, rows, untilMeasured } from "../../fixtures/matrix-runs.ts";

/** Three groups of one workload, of which the last one takes longest. */
const options = [
  ...["-r", "node,bun", "-w", fixture("slow-where-told.ts"), "--size", "200000,400000,2000000"],
  ...["--quick", "--rounds", "3", "--env", "SLOW"],
];

function start(script: string, args: readonly string[], slow = 1) {
  return execa(process.execPath, ["node_modules/zx/build/cli.js", `scripts/${script}.mjs`, ...args], {
    reject: false,
    env: { SLOW: String(slow) },
  });
}

async function run(script: string, ...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await start(script, args);
  return { exitCode, stdout, stderr };
}

function environment(folder: string) {
  return JSON.parse(readFileSync(join(folder, "environment.json"), "utf8"));
}

process.env.SLOW = "1";

describe("matrix.mjs --shard", () => {
  const plan = newFolder("shared-plan.json");
  const shards = [1, 2, 3].map((index) => newFolder(`part-${index}`));
  const shard = (index: number): string[] => [
    ...["--plan", plan, "--shard", `${index}/3`, "--out", shards[index - 1] ?? ""],
  ];

  before(async () => {
    const { exitCode, stdout, stderr } = await run("matrix", ...options, "--plan", plan);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /6 cells in 3 groups, 3 comparisons; looks after 8, 10/);
  });

  it("refuses a plan that is there already, other options, another command, and shards that there cannot be", () => {
    for (const [read, args, message] of [
      [readMatrixOptions, [...options, "--plan", plan], /it is there already/],
      [
        readMatrixOptions,
        ["--plan", plan, "--shard", "1/3", "--rounds", "5"],
        /not those that it was made with/,
      ],
      [readUpgradeOptions, ["--plan", plan, "--shard", "1/3"], /is of matrix\.mjs/],
      [readMatrixOptions, ["--plan", plan, "--shard", "4/3"], /--shard 4\/3 is no shard/],
      [readMatrixOptions, ["--times", "results"], /--times is for --plan and --shard/],
    ] as const) {
      assert.throws(
        () => read([...args]),
        (error) => error instanceof BadInput && message.test(error.message) && !error.message.includes("\n"),
      );
    }
  });

  it("comes to the same seed wherever the same options are typed without a plan's file", () => {
    const [one, other] = ["1/2", "2/2"].map((part) => readMatrixOptions(["-r", "node", "--shard", part]));
    assert.ok(one?.kind === "run" && other?.kind === "run");
    assert.equal(one.options.seed, other.options.seed);
  });

  it("measures parts that merge to the whole, also of a shard that was killed and gone on with", async () => {
    const [one, two, three] = shards as [string, string, string];
    const first = await run("matrix", ...shard(1));
    assert.equal(first.exitCode, 0, first.stderr);
    assert.match(first.stdout, /shard 1 of 3, \d+ processes measured/);

    const killed = start("matrix", shard(2));
    await untilMeasured(two, 2);
    killed.kill("SIGKILL");
    await killed;
    const done = rows(two, "processes.csv").length;
    const refused = await run("merge", one, two, "--out", newFolder("too-early"));
    assert.match(refused.stderr, /shard 2 of 3 \("[^"]*part-2"\): it has not finished .*\(and 1 more\)/);
    const resumed = await run("matrix", "--resume", two);
    assert.equal(resumed.exitCode, 0, resumed.stderr);
    assert.ok(rows(two, "processes.csv").length > done);
    // With the options of the plan, and by itself.
    const third = await run("matrix", ...options, ...shard(3));
    assert.equal(third.exitCode, 0, third.stderr);

    const out = newFolder("whole");
    const { exitCode, stderr } = await run("merge", one, two, three, "--out", out);
    assert.equal(exitCode, 0, stderr);
    const processes = rows(out, "processes.csv");
    const counts = Map.groupBy(processes, ({ cell }) => cell);
    assert.deepEqual(
      [...counts.values()].map(({ length }) => length),
      [3, 3, 3, 3, 3, 3],
    );
    for (const each of [one, two, three]) {
      const own = rows(each, "processes.csv").length;
      assert.ok(own > 0 && own < 18, `${each}: ${own}`);
      assert.equal(environment(each).shard.plan, JSON.parse(readFileSync(plan, "utf8")).sha256);
    }
    assert.equal(environment(out).machines.length, 1);
    assert.equal((await run("matrix", "--resume", out)).exitCode, 2);
  });

  it("gives the times of each machine where a shard was measured on two, one of them slower", async () => {
    const [one, two, three] = shards as [string, string, string];
    const slower = newFolder("slower");
    const again = await start("matrix", ["--plan", plan, "--shard", "3/3", "--out", slower], 5);
    assert.equal(again.exitCode, 0, again.stderr);
    const recorded = environment(slower);
    recorded.machine.id = "slow-one";
    writeFileSync(join(slower, "environment.json"), JSON.stringify(recorded));
    const out = newFolder("two-machines");
    const { exitCode, stderr } = await run("merge", one, two, three, slower, "--out", out, "--partial");
    assert.equal(exitCode, 0, stderr);
    const times = rows(out, "machines.csv");
    const cells = new Set(rows(three, "processes.csv").map(({ cell }) => cell));
    for (const cell of cells) {
      const [quick, slow] = [environment(three).machine.id, "slow-one"].map((name) =>
        Number(times.find((row) => row.cell === cell && row.machine === name)?.median_ms),
      ) as [number, number];
      // Five times as much work; other programs may be busy beside either.
      assert.ok(slow > 1.5 * quick, `${cell}: ${slow} ms, and ${quick} ms`);
    }
    assert.equal(times.length, 6 + cells.size);
    assert.deepEqual(
      new Set(rows(out, "agreement.csv").map(({ machine }) => machine)),
      new Set([environment(three).machine.id, "slow-one"]),
    );
  });
});
