import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { publish, rowsOf, startPublish, temporary, textOf } from "../../fixtures/publish-runs.ts";
import { grid, makeRun } from "../../fixtures/published-run.ts";

const cells = grid({
  workloads: ["sieve"],
  runtimes: [
    ["node", "26.10.0"],
    ["bun", "1.4.5"],
  ],
});

/** Leaves a column out of a file that has no quoted fields. */
function dropColumn(path: string, column: string): void {
  const rows = readFileSync(path, "utf8")
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));
  const index = rows[0]?.indexOf(column) ?? -1;
  writeFileSync(path, `${rows.map((row) => row.toSpliced(index, 1).join(",")).join("\r\n")}\r\n`);
}

/** What is broken, and what publish.mjs says of it while it publishes the rest. */
const partial: readonly (readonly [title: string, breakIt: (run: string) => void, says: RegExp])[] = [
  [
    "samples.csv is missing",
    (run) => rmSync(join(run, "samples.csv")),
    /samples\.csv is missing: no distributions/,
  ],
  [
    "environment.json is missing",
    (run) => rmSync(join(run, "environment.json")),
    /environment\.json is missing: machine/,
  ],
  [
    "environment.json is cut off",
    (run) => truncateSync(join(run, "environment.json"), 40),
    /environment\.json cannot be read/,
  ],
  [
    "environment.json is a list",
    (run) => writeFileSync(join(run, "environment.json"), "[1]"),
    /does not hold an object/,
  ],
  ["metrics.csv is missing", (run) => rmSync(join(run, "metrics.csv")), /^$/],
  [
    "the intervals are missing",
    (run) => dropColumn(join(run, "summary.csv"), "ci_low_ms"),
    /no column ci_low_ms: no intervals, and so no ranks/,
  ],
  [
    "the status is missing",
    (run) => dropColumn(join(run, "summary.csv"), "status"),
    /no column status: cells with a time count as ok/,
  ],
  [
    "the executor is missing",
    (run) => dropColumn(join(run, "summary.csv"), "executor"),
    /no column executor/,
  ],
  [
    "the cell is missing",
    (run) => dropColumn(join(run, "summary.csv"), "cell"),
    /no column cell: no distributions/,
  ],
  [
    "the last line of samples.csv is cut off",
    (run) => truncateSync(join(run, "samples.csv"), readFileSync(join(run, "samples.csv")).length - 20),
    /samples\.csv: its last line is cut off, and left out/,
  ],
  [
    "the last line of summary.csv is cut off",
    (run) => truncateSync(join(run, "summary.csv"), readFileSync(join(run, "summary.csv")).length - 20),
    /summary\.csv: its last line is cut off, and left out/,
  ],
  [
    "a quote never ends",
    (run) => writeFileSync(join(run, "summary.csv"), `${textOf(run, "summary.csv")}"x,\r\ny\r\n`),
    /summary\.csv: cannot be read from line \d+ on/,
  ],
  [
    "a row is too short",
    (run) => writeFileSync(join(run, "summary.csv"), `${textOf(run, "summary.csv")}a,b\r\n`),
    /summary\.csv: 1 of 9 rows left out/,
  ],
  [
    "summary.csv has a header only",
    (run) => writeFileSync(join(run, "summary.csv"), `${textOf(run, "summary.csv").split("\r\n")[0]}\r\n`),
    /summary\.csv has no rows: nothing was measured/,
  ],
  ["summary.csv is empty", (run) => writeFileSync(join(run, "summary.csv"), ""), /summary\.csv is empty/],
];

describe("publish.mjs with a broken run", () => {
  for (const [index, [title, breakIt, says]] of partial.entries()) {
    it(`publishes what is there, and says so, where ${title}`, async () => {
      const run = makeRun({ cells }, temporary(`broken-${index}`));
      breakIt(run);
      const { exitCode, stderr } = await publish(run, "--format", "md,html,csv");
      assert.equal(exitCode, 0, stderr);
      assert.match(stderr, says);
      assert.doesNotMatch(stderr, /\n {4}at /);
      const [readme, page] = [textOf(run, "README.md"), textOf(run, "index.html")];
      for (const text of [readme, page.replaceAll(/<script>.*?<\/script>/gs, "")])
        assert.doesNotMatch(text, /\bNaN\b|undefined|\[object /);
      for (const line of stderr.trimEnd().split("\n").filter(Boolean)) {
        assert.ok(
          page.includes(line.replace("Incomplete: ", "").replaceAll('"', "&#34;").replaceAll("'", "&#39;")),
          line,
        );
      }
    });
  }

  it("takes no time from a row that says ok beside what is none", async () => {
    for (const [index, time] of ["-5", "0", "Infinity", "1;5", ""].entries()) {
      const run = makeRun({ cells }, temporary(`timeless-${index}`));
      const [header = "", first = "", ...rest] = textOf(run, "summary.csv").split("\r\n");
      const fields = first.split(",").with(header.split(",").indexOf("median_ms"), time);
      writeFileSync(join(run, "summary.csv"), [header, fields.join(","), ...rest].join("\r\n"));
      assert.equal((await publish(run)).exitCode, 0);
      assert.match(textOf(run, "README.md"), /No figures from 1 of 8 cells: .* \\?\(no time\\?\)/);
      assert.ok(textOf(run, "README.md").includes(`its median\\_ms is ${time || "empty"}`));
      const of = rowsOf(run, "tables.csv").filter(({ cell, value }) => cell === fields[1] && value !== "");
      assert.deepEqual(of, []);
    }
  });

  it("refuses in one line what is no run", async () => {
    const empty = temporary("empty-folder");
    mkdirSync(empty);
    const nameless = makeRun({ cells }, temporary("nameless"));
    dropColumn(join(nameless, "summary.csv"), "workload");
    const refusals: readonly (readonly [string, RegExp])[] = [
      [temporary("nowhere"), /there is no such folder/],
      [empty, /it has neither summary\.csv nor upgrade\.csv, nor runs in it/],
      [join(nameless, "summary.csv"), /it is a file; name the folder of a run/],
      [nameless, /without its column workload/],
    ];
    for (const [folder, message] of refusals) {
      const { exitCode, stderr } = await publish(folder);
      assert.equal(exitCode, 2);
      assert.match(stderr, message);
      assert.equal(stderr.trimEnd().split("\n").length, 1);
    }
    const { exitCode, stderr } = await startPublish(empty);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^Cannot publish "[^"]+": it has neither [^\n]+$/);
  });

  it("ranks nobody with fewer than 6 processes, and says why", async () => {
    const run = makeRun({ cells, processes: 3 }, temporary("few"));
    assert.equal((await publish(run)).exitCode, 0);
    assert.ok(rowsOf(run, "tables.csv").every(({ rank }) => rank === ""));
    assert.match(
      textOf(run, "README.md"),
      /^- 8 cells have fewer than 6 processes: no intervals, and no ranks\.$/m,
    );
    assert.doesNotMatch(textOf(run, "README.md"), /% faster|times as fast|± is/);
  });

  it("keeps names and messages data: in Markdown, in CSV, in SVG", async () => {
    const evil = "=cmd()|<script>alert(1)</script>\n`$x$` [a](javascript:1) \u202Eabc 😀";
    const made = [
      { ...(cells[0] ?? assert.fail()), workload: evil },
      {
        ...(cells[4] ?? assert.fail()),
        workload: evil,
        status: "failed",
        error: "@SUM(A1)\n| a | b |\n<img src=x>",
      },
    ];
    const run = makeRun(
      { cells: made, commandLine: ["--out", "/somewhere", "-w", "`|<b>"] },
      temporary("evil"),
    );
    assert.equal((await publish(run)).exitCode, 0);
    const readme = textOf(run, "README.md");
    assert.doesNotMatch(
      readme.replaceAll(/^- Command: .*$|<\/?(?:sub|details|summary)>/gm, ""),
      /(?<!\\)<[a-z/]/i,
    );
    assert.ok(readme.includes("- Command: ``npx zx scripts/matrix.mjs -w '`|<b>' --seed 42``"));
    const table = readme.split("\n").filter((line) => line.startsWith("|"));
    for (const block of Map.groupBy(table, (line) => line.split(/(?<!\\)\|/).length).values())
      assert.ok(block.length >= 3);
    assert.ok(!readme.includes("\u202E"));
    for (const row of rowsOf(run, "tables.csv")) {
      for (const field of Object.values(row)) assert.doesNotMatch(field, /^[=+@\t\r]/);
    }
    assert.doesNotMatch(
      textOf(run, "charts", "runtimes-cmd-script-alert-1-script-x-a-javascript-1-202e-abc-10-1-000.svg"),
      /<script|\u202E/,
    );
  });
});

describe("a chart", () => {
  it("ends its axis before bars that are many times as long as the others, and says so", async () => {
    const slow = grid({ workloads: ["sieve"], runtimes: [["python", "3.13.5"]] });
    const run = makeRun(
      { cells: [...cells, ...slow.slice(0, 2).map((cell) => ({ ...cell, ms: 4000 }))] },
      temporary("slow"),
    );
    assert.equal((await publish(run, "--format", "svg")).exitCode, 0);
    const svg = textOf(run, "charts", "runtimes-sieve-10-1-000.svg");
    assert.equal(svg.match(/>»</g)?.length, 2);
    assert.match(svg, /» goes on beyond the axis/);
    assert.match(svg, />4\d{3}</);
  });
});

describe("publish.mjs with many runs", () => {
  it("shows each cell over the releases in semver order, and keeps machines apart", async () => {
    const folder = temporary("history");
    for (const [index, version] of ["1.3.14", "1.10.0", "1.3.9"].entries()) {
      const runtimes = [["bun", version]] as const;
      const started = `2026-10-0${index + 1}T00:00:00.000Z`;
      const made = grid({ workloads: ["sieve"], runtimes }).map((cell) => ({
        ...cell,
        ms: cell.ms * (1 + index),
      }));
      makeRun({ cells: made, machineId: "first", started }, join(folder, `run-${index}`));
    }
    makeRun({ cells, machineId: "second" }, join(folder, "other"));
    mkdirSync(join(folder, "no-run"));
    const { exitCode, stdout, stderr } = await publish(folder);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /history\.md, index\.html, charts\/, history\.csv/);
    const rows = rowsOf(folder, "history.csv");
    const inline = rows.filter(({ table, row }) => table === "machine-1-bun" && row?.endsWith("inline"));
    assert.deepEqual(
      inline.map(({ column }) => column),
      ["1.3.9", "1.3.14", "1.10.0", "last by first"],
    );
    const [first, , last, change] = inline.map(({ value }) => Number(value));
    assert.ok(Math.abs((last ?? 0) / (first ?? 1) - (change ?? 0)) < 1e-9);
    assert.deepEqual(
      [...new Set(rows.filter(({ table }) => table?.startsWith("machine-2")).map(({ column }) => column))],
      ["26.10.0", "1.4.5"],
    );
    assert.match(textOf(folder, "index.html"), /href="run-0\/index\.html"/);
  });

  it("takes no rows and columns, and says so", async () => {
    const folder = temporary("history-2");
    makeRun({ cells }, join(folder, "one"));
    const { exitCode, stderr } = await publish(folder, "--rows", "workload");
    assert.equal(exitCode, 2);
    assert.match(stderr, /^--rows is for a single run; /);
  });
});

describe("publish.mjs with an upgrade", () => {
  it("shows the verdicts, the gravest first, and the ratios as a forest plot", async () => {
    const run = temporary("upgrade");
    mkdirSync(run);
    const header =
      "cell,workload,executor,threads,metric,old,new,verdict,ratio,ci_low,ci_high,pairs,threshold,noise_floor,note";
    const lines = [
      "a,sieve,pool,2,wall_ms,10,10.01,same,1.001,0.99,1.012,12,0.03,0.005,",
      "b,sums,pool,2,wall_ms,10,10.9,slower,1.09,1.07,1.11,12,0.03,0.005,confirmed",
      "c,gzip,inline,1,wall_ms,10,,broke,,,,0,0.03,,new: Error: x",
      "d,lag,inline,1,lag_p99_ms,2,1,faster,0.5,0.45,0.55,12,0.03,0.005,",
    ];
    writeFileSync(join(run, "upgrade.csv"), `${[header, ...lines].join("\r\n")}\r\n`);
    const { exitCode } = await publish(run);
    assert.equal(exitCode, 0);
    const readme = textOf(run, "README.md");
    assert.match(readme, /^# Upgrade: 1 broke, 1 slower, 1 faster, 1 same$/m);
    assert.match(readme, /^- 1 figure is slower, or worse: b, ratio 1\.090 \(1\.070 to 1\.110\)\.$/m);
    const verdicts = rowsOf(run, "tables.csv").filter(
      ({ column, table }) => column === "threshold" && table === "upgrade",
    );
    assert.deepEqual(
      verdicts.map(({ row }) => row),
      ["broke | c", "slower | b", "faster | d", "same | a"],
    );
    assert.match(textOf(run, "charts", "upgrade-time-new-divided-by-old.svg"), />slower<\/text>/);
  });
});
