import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { publish, rowsOf, startPublish, temporary, textOf } from "../../fixtures/publish-runs.ts";
import { grid, makeRun } from "../../fixtures/published-run.ts";

const runtimes = [
  ["node", "26.10.0"],
  ["deno", "2.9.6"],
  ["bun", "1.4.5"],
] as const;

const cells = grid({ workloads: ["sum-of-squares", "prime-sieve", "io-and-cpu"], runtimes }).map(
  (cell, index) => ({
    ...cell,
    ...(index === 7 ? { status: "failed", error: "RangeError: wrong result" } : {}),
    ...(cell.workload === "io-and-cpu" ? { metrics: { lag_p99_ms: 3 + index } } : {}),
  }),
);

describe("publish.mjs", () => {
  const run = temporary("whole");

  before(async () => {
    makeRun({ cells }, run);
    const { exitCode, stderr } = await startPublish(run, "--format", "md,html,svg,csv,json");
    assert.equal(exitCode, 0, stderr);
    assert.equal(stderr, "");
  });

  it("writes tables.csv with figures that other code finds again in samples.csv", () => {
    const samples = rowsOf(run, "samples.csv");
    const tables = rowsOf(run, "tables.csv");
    const times = tables.filter(({ question, metric }) => question === "runtimes" && metric === "median_ms");
    assert.equal(times.length, cells.length - 1);
    for (const { cell, value, ci_low: low, ci_high: high } of times) {
      const medians = processMedians(samples, cell, "wall_ms");
      assert.equal(medians.length, 8);
      near(Number(value), middle(medians));
      // Of 8 values the interval of the median at 95 % goes from the smallest to the largest.
      near(Number(low), Math.min(...medians));
      near(Number(high), Math.max(...medians));
    }
  });

  it("computes speed-up, start and geometric mean so that they can be computed again", () => {
    const tables = rowsOf(run, "tables.csv");
    const time = (cell: string) => {
      const row = tables.find(
        (each) => each.table === "overview" && each.cell === cell && each.metric === "median_ms",
      );
      return { value: Number(row?.value), low: Number(row?.ci_low), high: Number(row?.ci_high) };
    };
    for (const row of tables.filter(
      ({ question, cell }) => question === "threads" && cell?.includes("/pool-2/"),
    )) {
      const own = time(row.cell ?? "");
      const inline = time((row.cell ?? "").replace("pool-2", "inline-1"));
      near(Number(row.value), inline.value / own.value);
      const down = Math.hypot(Math.log(inline.value / inline.low), Math.log(own.high / own.value));
      near(Number(row.ci_low), (inline.value / own.value) * Math.exp(-down));
    }
    const mean = tables.find(
      ({ table, row, column }) =>
        table === "runtimes-inline" && row?.startsWith("geometric mean") && column === "bun@1.4.5",
    );
    const logs = ["sum-of-squares", "prime-sieve", "io-and-cpu"].map((workload, index) => {
      const cell = (label: string) => `${workload}/${label}/inline-1/10x${1000 * (index + 1)}`;
      return Math.log(time(cell("bun@1.4.5")).value / time(cell("node@26.10.0")).value);
    });
    near(Number(mean?.value), Math.exp(logs.reduce((sum, each) => sum + each, 0) / 3));
    const samples = rowsOf(run, "samples.csv");
    const start = tables.find(
      ({ question, cell }) => question === "start" && cell === "prime-sieve/node@26.10.0/pool-2/10x2000",
    );
    const colds = samples
      .filter(({ cell, phase }) => cell === start?.cell && phase === "cold")
      .map((row) => Number(row.wall_ms));
    near(Number(start?.value), middle(colds) - middle(processMedians(samples, start?.cell, "wall_ms")));
  });

  it("shows the same figures in README.md as in tables.csv", () => {
    const readme = textOf(run, "README.md");
    for (const { shown, question } of rowsOf(run, "tables.csv")) {
      if (question !== "trouble") assert.ok(readme.includes(shown ?? ""), `${shown}`);
    }
    for (const heading of [
      "Which runtime is fastest",
      "How does it scale",
      "What does starting cost",
      "How much memory",
      "What else did the workloads measure",
      "What has no figures",
      "Machine and run",
    ]) {
      assert.match(readme, new RegExp(`^## ${heading}`, "m"));
    }
    assert.match(readme, /npx zx scripts\/matrix\.mjs --quick -w 'all of them' --seed 42/);
    assert.match(readme, /Made-up CPU, 2 cores/);
  });

  it("ranks those first that the intervals show to be first, where nothing was compared bout by bout", () => {
    const first = rowsOf(run, "tables.csv").filter(
      ({ table, rank }) => table === "runtimes-inline" && rank === "1",
    );
    assert.equal(first.length, 3);
    assert.ok(first.every(({ column }) => column === "node@26.10.0"));
  });

  it("keeps what failed in sight, with its reason, and out of the geometric mean", () => {
    const readme = textOf(run, "README.md");
    assert.match(
      readme,
      /\| sum-of-squares 10×1,000 +\| deno@2\.9\.6 \| pool-4 +\| failed \| RangeError: wrong result \|/,
    );
    assert.match(readme, /over 2 of 3 rows: those with a figure in every column/);
  });

  it("draws each chart into a file that stands alone: title, text, machine and command", () => {
    const files = readdirSync(`${run}/charts`);
    assert.equal(files.length, 6);
    for (const file of files) {
      const svg = textOf(run, "charts", file);
      assert.match(svg, /<title>.+<\/title><desc>.+<\/desc>/);
      assert.match(svg, /Made-up CPU, 2 cores/);
      assert.match(svg, /--seed 42/);
      assert.doesNotMatch(svg, /var\(--|<script|NaN|undefined/);
      assert.ok(textOf(run, "README.md").includes(`charts/${file}`));
    }
  });

  it("lays tables out as --rows, --columns, --table, --filter, --baseline and --metric say", async () => {
    const out = temporary("chosen");
    const { exitCode, stdout } = await publish(
      run,
      ...["--rows", "workload", "--columns", "runtime", "--table", "threads", "--filter", "runtime=node,bun"],
      ...["--baseline", "node@26", "--metric", "median_ms", "--format", "csv", "--out", out],
    );
    assert.equal(exitCode, 0);
    assert.deepEqual(readdirSync(out), ["tables.csv"]);
    assert.match(stdout, /workload +node +bun/);
    const rows = rowsOf(out, "tables.csv");
    assert.ok(rows.every(({ cell }) => !cell?.includes("deno")));
    // Inline and one thread of the pool are both one thread: the tables tell them apart.
    assert.deepEqual(
      [...new Set(rows.map(({ table }) => table))],
      ["median-ms-inline", "median-ms-pool-1", "median-ms-pool-2", "median-ms-pool-4"],
    );
    const bun = rows.find(({ cell }) => cell === "prime-sieve/bun@1.4.5/pool-2/10x2000");
    const node = rows.find(({ cell }) => cell === "prime-sieve/node@26.10.0/pool-2/10x2000");
    near(Number(bun?.ratio), Number(bun?.value) / Number(node?.value));
    assert.equal(node?.ratio, "1");
    assert.equal(rows.filter(({ row }) => row?.startsWith("geometric mean, ratio to node")).length, 8);
  });

  it("takes several conditions in one --filter, each with several values", async () => {
    const out = temporary("conditions");
    const filter = "executor=pool,threads=2,4,runtime!=deno";
    assert.equal(
      (await publish(run, "--filter", filter, "--metric", "cpu_ms", "--format", "csv", "--out", out))
        .exitCode,
      0,
    );
    const named = rowsOf(out, "tables.csv").flatMap(({ cell }) => cell || []);
    assert.equal(named.length, 12);
    assert.ok(named.every((cell) => /\/(?:node|bun)@.*\/pool-[24]\//.test(cell ?? "")));
  });

  it("never puts two cells into one place: what they differ in is added", async () => {
    const several = temporary("several");
    makeRun(
      {
        cells: grid({
          workloads: ["sieve"],
          runtimes: [
            ["node", "24.1.0"],
            ["node", "26.10.0"],
          ],
        }),
      },
      several,
    );
    const { exitCode } = await publish(
      several,
      "--rows",
      "workload",
      "--columns",
      "runtime",
      "--format",
      "csv",
    );
    assert.equal(exitCode, 0);
    const rows = rowsOf(several, "tables.csv").filter(({ cell }) => cell !== "");
    assert.equal(rows.length, 8);
    assert.equal(new Set(rows.map(({ row, column }) => `${row} ${column}`)).size, 8);
  });

  const wrong: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [["--rows", "wrkload"], /^Unknown column "wrkload" behind --rows; did you mean workload\?$/],
    [["--metric", "median"], /^Unknown metric "median"; known: median_ms, /],
    [["--metric", "medain_ms"], /did you mean median_ms\?$/],
    [["--filter", "runtime=nodde"], /^--filter 'runtime=nodde' leaves no cell; runtime is node, deno, bun$/],
    [["--filter", "runtime"], /^--filter 'runtime' is not understood; as in /],
    [
      ["--filter", "executor=pool,thread=2"],
      /^Unknown column "thread" behind --filter; did you mean threads\?$/,
    ],
    [["--filter", "threads<many"], /needs a number behind <$/],
    [
      ["--baseline", "node@20"],
      /^Unknown baseline "node@20"; the columns are node@26\.10\.0, deno@2\.9\.6, bun@1\.4\.5$/,
    ],
    [["--format", "htm"], /^Unknown format "htm"; did you mean html\?$/],
    [["--rows", "workload", "--columns", "workload"], /^Column "workload" stands in two of /],
    [["--colums", "x"], /^Unknown option --colums; did you mean --columns\?$/],
  ];
  for (const [args, message] of wrong) {
    it(`refuses ${args.join(" ")} in one line, with status 2, and writes nothing`, async () => {
      const out = temporary("refused");
      const { exitCode, stdout, stderr } = await publish(run, ...args, "--out", out);
      assert.deepEqual([exitCode, stdout], [2, ""]);
      assert.match(stderr.trimEnd(), message);
      assert.equal(stderr.trimEnd().split("\n").length, 1);
      assert.equal(existsSync(out), false);
    });
  }

  it("refuses an --out with files of somebody else, and leaves them as they are", async () => {
    const out = temporary("precious");
    mkdirSync(out);
    writeFileSync(`${out}/README.md`, "mine");
    const { exitCode, stderr } = await publish(run, "--out", out);
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /^Cannot write to ".*": there are other files in it; name a new or an empty folder$/m,
    );
    assert.deepEqual([readdirSync(out), textOf(out, "README.md")], [["README.md"], "mine"]);
  });
});

function processMedians(
  samples: readonly Readonly<Record<string, string>>[],
  cell: string | undefined,
  column: string,
): number[] {
  const warm = samples.filter((row) => row.cell === cell && row.phase === "warm");
  return [...Map.groupBy(warm, ({ process }) => process).values()].map((rows) =>
    middle(rows.map((row) => Number(row[column]))),
  );
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [
    sorted[(sorted.length - 1) >> 1] ?? Number.NaN,
    sorted[sorted.length >> 1] ?? Number.NaN,
  ];
  return (low + high) / 2;
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.abs(expected), `${actual} is not ${expected}`);
}
