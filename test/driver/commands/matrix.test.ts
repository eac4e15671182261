import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ownFigureNames } from "../../../runners/cell/own-figures.ts";
import { fixture, matrixWith, middle, newFolder, type Row, rows, run } from "../../fixtures/matrix-runs.ts";

const summaryColumns =
  "run,cell,runtime,version,engine,workload,executor,threads,tasks,size,status,error,processes,samples,median_ms,ci_low_ms,ci_high_ms,mean_ms,p95_ms,min_ms,max_ms,cold_ms,speedup,efficiency,cpu_ms,peak_rss_mb,ratio,checksum";

/** The others of our own have columns of their own. */
const observedFigures = ownFigureNames.filter((name) => name !== "cpu_ms" && name !== "peak_rss_mb");

const comparisonColumns =
  "run,question,cell,baseline,metric,verdict,ratio,ci_low,ci_high,confidence,bouts,threshold,noise_floor,note";

describe("matrix.mjs", () => {
  it("measures the article's work on all three runtimes, exactly, and writes what contract §3 says", async () => {
    const { out, exitCode, stdout, stderr, summary } = await run(
      "article",
      ...["-w", "sum-of-squares", "--threads", "2", "--tasks", "4", "--size", "100001"],
    );
    assert.equal(exitCode, 0, stderr);
    assert.equal(Object.keys(summary[0] ?? {}).join(), [summaryColumns, ...observedFigures].join());
    assert.deepEqual(
      summary.map(({ runtime, executor, threads, status }) => [runtime, executor, threads, status].join(" ")),
      ["node", "deno", "bun"].flatMap((name) => [`${name} inline 1 ok`, `${name} pool 2 ok`]),
    );
    assert.equal(new Set(summary.map(({ checksum }) => checksum)).size, 1, "the same result everywhere");
    const all = rows(out, "comparisons.csv");
    const compared = all.filter(({ metric }) => metric === "wall_ms");
    assert.equal(all.length, compared.length * (1 + ownFigureNames.length));
    assert.ok(
      Object.keys(compared[0] ?? {})
        .join()
        .startsWith(comparisonColumns),
    );
    const short = (cell = ""): string => cell.replace(/^sum-of-squares\/(\w+)@[^/]+\/([^/]+)\/.*$/, "$1 $2");
    const pairs = (executor: string): string[][] =>
      [
        ["node", "deno"],
        ["node", "bun"],
        ["deno", "bun"],
      ].map((names) => ["runtime", ...names.map((name) => `${name} ${executor}`)]);
    assert.deepEqual(
      compared.map(({ question = "", baseline, cell }) => [question, short(baseline), short(cell)]),
      [
        ...[...pairs("inline-1"), ...pairs("pool-2")],
        ...["node", "deno", "bun"].map((name) => ["executor", `${name} inline-1`, `${name} pool-2`]),
      ],
    );
    const tables = ["metrics.csv", "samples.csv", "summary.csv", "processes.csv", "comparisons.csv"];
    const files = ["README.md", "environment.json", ...tables];
    assert.deepEqual(
      files.filter((file) => !readdirSync(out).includes(file)),
      [],
    );
    assert.match(stdout, /workload +runtime/);
    assert.ok(!`${stdout}${stderr}`.includes("\u001b"), "plain text in a pipe");
    assert.match(readFileSync(join(out, "README.md"), "utf8"), /\| sum-of-squares/);
  });

  it("publishes a summary that follows from samples.csv", async () => {
    const { summary, samples } = await run(
      "summary",
      ...["-r", "node,bun", "-w", "sum-of-squares", "--threads", "1,2", "--size", "50000", "--rounds", "3"],
    );
    assert.equal(summary.length, 6);
    const numbers = (of: readonly Row[]): number[] => of.map(({ wall_ms }) => Number(wall_ms));
    for (const row of summary) {
      const own = samples.filter(({ cell }) => cell === row.cell);
      const warm = own.filter(({ phase }) => phase === "warm");
      const processes = [...Map.groupBy(warm, ({ process }) => process).values()].map(numbers);
      assert.equal(Number(row.median_ms), middle(processes.map(middle)));
      assert.equal(Number(row.cold_ms), middle(numbers(own.filter(({ phase }) => phase === "cold"))));
      assert.equal(Number(row.min_ms), Math.min(...processes.flat()));
      assert.deepEqual([row.processes, row.samples], ["3", String(warm.length)]);
      assert.equal(row.ci_low_ms, "", "no interval from 3 processes");
    }
    const median = (runtime: string, executor: string, threads: string): number =>
      Number(
        summary.find((row) => row.runtime === runtime && row.executor === executor && row.threads === threads)
          ?.median_ms,
      );
    const row = summary.find(
      ({ runtime, threads, executor }) => runtime === "bun" && executor === "pool" && threads === "2",
    );
    assert.equal(Number(row?.speedup), median("bun", "inline", "1") / median("bun", "pool", "2"));
    assert.equal(Number(row?.ratio), median("bun", "pool", "2") / median("node", "pool", "2"));
  });

  it("keeps the figures that a workload reports of its own, with their direction", async () => {
    const { out, stdout, summary, samples } = await run(
      "metric",
      "-r",
      "node",
      "-w",
      "test/fixtures/workloads/counts.ts",
    );
    assert.equal(summary[0]?.steps_n, "1000");
    assert.ok(samples.every(({ steps_n }) => steps_n === "1000"));
    const last = [...Map.groupBy(samples, ({ process }) => process).values()].map((own) => own.at(-1));
    assert.ok(last.every((row) => Number(row?.memory_mb) > 1));
    assert.equal(samples.filter(({ memory_mb }) => memory_mb !== "").length, last.length);
    const [, line] = readFileSync(join(out, "metrics.csv"), "utf8").split("\r\n");
    assert.match(line ?? "", /,steps_n,higher,/);
    assert.match(stdout, /^counts \S+ +inline +steps_n \(higher is better\) +1000$/m);
    assert.match(readFileSync(join(out, "README.md"), "utf8"), /\| steps\\_n \(higher is better\) \|/);
  });

  it("takes a module that exports a function, in any folder, and a threaded=false one without threads", async () => {
    const { exitCode, summary } = await run(
      "functions",
      ...["-r", "node,deno,bun", "--threads", "2"],
      ...["-w", "test/fixtures/workloads/just-a-function.mjs,test/fixtures/workloads/counts.ts"],
    );
    assert.equal(exitCode, 0);
    const inline = summary.filter(({ workload }) => workload === "counts").map(({ executor }) => executor);
    assert.deepEqual(inline, ["inline", "inline", "inline"]);
    assert.equal(summary.filter(({ workload }) => workload === "just-a-function").length, 6);
  });

  it("gives a reference runtime that is not there a row that says so, and ends with 0", async () => {
    const out = newFolder("reference");
    const { exitCode } = await matrixWith(
      { PATH: "/nowhere" },
      ...["--quick", "--rounds", "1", "--out", out, "-r", "node,python,go", "-w", fixture("counts.ts")],
    );
    assert.equal(exitCode, 0);
    const summary = rows(out, "summary.csv");
    assert.deepEqual(
      summary.map(({ runtime, status, median_ms }) => [runtime, status, median_ms === ""]),
      [
        ["node", "ok", false],
        ["python", "not installed", true],
        ["go", "not installed", true],
      ],
    );
  });
});
