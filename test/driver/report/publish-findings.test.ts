import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { publish, rowsOf, temporary, textOf } from "../../fixtures/publish-runs.ts";
import { grid, type MadeRun, makeRun } from "../../fixtures/published-run.ts";

const runtimes = [
  ["node", "26.10.0"],
  ["deno", "2.9.6"],
  ["bun", "1.4.5"],
] as const;
const workloads = ["sum-of-squares", "prime-sieve"];
const cells = grid({ workloads, runtimes });

/** The findings of a made-up run, its title, and the folder with all files. */
async function found(name: string, run: MadeRun, ...args: readonly string[]) {
  const folder = makeRun(run, temporary(name));
  const { exitCode, stderr } = await publish(folder, "--format", "md,html,csv,json", ...args);
  assert.equal(exitCode, 0, stderr);
  const { findings } = JSON.parse(textOf(folder, "tables.json")) as { findings: string[] };
  const [title = ""] = textOf(folder, "README.md").split("\n");
  return { folder, findings, title };
}

describe("findings", () => {
  it("say which runtime is faster and what threads gain, with the intervals of comparisons.csv", async () => {
    const { findings, folder } = await found("decided", { cells, compared: "decided" });
    // Node is 4 % ahead of Deno and 8 % of Bun; each mean of two intervals of 1 % is √2 times as narrow.
    assert.deepEqual(findings.slice(0, 3), [
      "Inline, Node is 8.0 % faster than Bun over two workloads (geometric mean of the ratios, 95 % interval 7.2 to 8.8 %) and 4.0 % faster than Deno (3.3 to 4.7 %).",
      "With two threads, Node is 12.5 % faster than Bun over two workloads (geometric mean of the ratios, 95 % interval 11.7 to 13.3 %) and 6.1 % faster than Deno (5.4 to 6.9 %).",
      "Two threads do 1.92 times the work of one on Node over two workloads (geometric mean of the ratios, 95 % interval 1.91 to 1.93), 1.88 times on Deno (1.87 to 1.90) and 1.84 times on Bun (1.83 to 1.86).",
    ]);
    const page = textOf(folder, "index.html");
    for (const text of findings) assert.ok(page.includes(text), text);
    const means = rowsOf(folder, "tables.csv").filter(
      ({ table, row }) => table === "runtimes-inline" && row?.startsWith("geometric mean"),
    );
    assert.ok(Math.abs(Number(means.at(-1)?.value) - 1.08) < 1e-9);
  });

  it("claim nothing where nothing was decided, and say so", async () => {
    const { findings } = await found("open", { cells, compared: "open" });
    assert.equal(findings.length, 1);
    assert.match(findings[0] ?? "", /^Nothing was decided: 42 comparisons with 8 bouts at least/);
  });

  it("say between whom no difference is shown, and who is as fast as whom", async () => {
    const near = cells.map((cell) => ({
      ...cell,
      ms: { node: 100, deno: 100.1, bun: 101.5 }[cell.runtime] ?? 1,
    }));
    const { findings } = await found("near", { cells: near, compared: "decided" });
    assert.equal(
      findings[0],
      "Inline, Node is as fast as Deno over two workloads (geometric mean of the ratios, 95 % interval -0.6 to 0.8 %); it is not decided between Node and Bun (0.8 to 2.2 %).",
    );
    assert.match(findings.join("\n"), /^Not decided: \d+ of 24 comparisons of runtimes; /m);
  });

  it("name the workloads in which the others are ahead", async () => {
    const mixed = cells.map((cell) =>
      cell.runtime === "bun" ? { ...cell, ms: cell.workload === "prime-sieve" ? 50 : 4 } : cell,
    );
    const { findings } = await found("mixed", { cells: mixed, compared: "decided" });
    assert.match(findings[0] ?? "", /^Inline, Bun is 2\.99 times as fast as Deno over two workloads \(/);
    const several = cells.map((cell) =>
      cell.runtime === "bun" ? { ...cell, ms: cell.workload === "prime-sieve" ? 75 : 4 } : cell,
    );
    const other = await found("mixed-2", { cells: several, compared: "decided" });
    assert.match(
      other.findings.join("\n"),
      /^The other way round: .*Node is 36 % faster than Bun for prime-sieve 10×2,000 inline/m,
    );
  });

  it("tell where several threads take longer than inline", async () => {
    const slow = cells.map((cell) =>
      cell.executor === "pool" && cell.threads > 1 ? { ...cell, ms: cell.ms * 4 } : cell,
    );
    const { findings } = await found("slow", { cells: slow, compared: "decided" });
    assert.match(findings.join("\n"), /^Several threads take longer than inline in 12 of 12 comparisons: /m);
    assert.match(findings.join("\n"), /^Two threads do 0\.4\d+ times the work of one on Node/m);
  });

  it("speak of threads alone where there is one runtime, and of one comparison as one", async () => {
    const alone = grid({ workloads: ["sieve"], runtimes: [["node", "26.10.0"]], threads: [2] });
    const { findings, title } = await found("alone", { cells: alone, compared: "decided" });
    assert.equal(title, "# Node 26.10.0: sieve, inline and pool of 2 threads");
    assert.deepEqual(findings.length, 1);
    assert.match(
      findings[0] ?? "",
      /^Two threads do 1\.92 times the work of one on Node for sieve 10×1,000 \(95 % interval 1\.90 to 1\.93\)\.$/,
    );
    const open = await found("alone-open", { cells: alone, compared: "open" });
    assert.match(open.findings[0] ?? "", /^Nothing was decided: 1 comparison with 8 bouts/);
    const single = await found("single", { cells: alone.slice(0, 1), compared: "decided" });
    assert.deepEqual(single.findings, [
      "Nothing was compared: the run has one runtime and no executor beside inline.",
    ]);
  });

  it("count what failed, without its reason, which stands once in the report", async () => {
    const failing = cells.map((cell, index) =>
      index === 7 ? { ...cell, status: "failed", error: "RangeError: wrong result" } : cell,
    );
    const { findings, folder } = await found("failing", { cells: failing, compared: "decided" });
    assert.equal(
      findings.at(-1),
      "No figures from 1 of 24 cells: sum-of-squares 10×1,000 on deno@2.9.6, pool-4 (failed).",
    );
    assert.equal(textOf(folder, "README.md").match(/RangeError: wrong result/g)?.length, 1);
  });

  it("conclude nothing from an older run, which has no comparisons.csv", async () => {
    const { findings, folder } = await found("older", { cells });
    assert.deepEqual(findings, [
      "This run has no comparisons.csv, as older ones: the tables show what was measured, and nothing is concluded from it here.",
    ]);
    assert.match(textOf(folder, "README.md"), /Ranks follow from the intervals: 1= shares the place/);
  });

  it("follow from the cells that --filter leaves", async () => {
    const { findings, title } = await found(
      "filtered",
      { cells, compared: "decided" },
      "--filter",
      "runtime=node,bun",
    );
    assert.match(
      findings[0] ?? "",
      /^Inline, Node is 8\.0 % faster than Bun over two workloads \([^)]*\)\.$/,
    );
    assert.equal(title, "# Node 26.10.0 and Bun 1.4.5: 2 workloads, inline and pool of 1, 2 and 4 threads");
  });

  it("keep names data, in the title and in the sentences", async () => {
    const evil = "*x* <img src=x> [a](b) |";
    const named = cells.map((cell) => (cell.workload === "prime-sieve" ? { ...cell, workload: evil } : cell));
    const slow = named.map((cell) => (cell.threads > 1 ? { ...cell, ms: cell.ms * 4 } : cell));
    const { folder } = await found("evil-names", { cells: slow, compared: "decided" });
    const lines = textOf(folder, "README.md").split("\n");
    const losses = lines.find((line) => line.startsWith("- Several threads")) ?? "";
    assert.match(losses, /\\\*x\\\* \\<img src=x\\> \\\[a\\\]\(b\) \\\|/);
    assert.doesNotMatch(textOf(folder, "index.html"), /<img/);
  });
});

describe("the report of a run", () => {
  it("has one title everywhere: what was compared", async () => {
    const { folder, title } = await found("title", { cells, compared: "decided" });
    const text = "Node 26.10.0, Deno 2.9.6 and Bun 1.4.5: 2 workloads, inline and pool of 1, 2 and 4 threads";
    assert.equal(title, `# ${text}`);
    const page = textOf(folder, "index.html");
    assert.ok(page.includes(`<title>${text} · worker-matrix</title>`));
    assert.ok(page.includes(`<h1>${text}</h1>`));
  });

  it("says once where its figures come from", async () => {
    const { folder } = await found("once", { cells, compared: "decided" });
    const page = textOf(folder, "index.html").replaceAll(/<script.*?<\/script>|href="data:[^"]*"/gs, "");
    for (const text of [textOf(folder, "README.md"), page]) {
      assert.equal(text.match(/Made-up CPU/g)?.length, 1);
      assert.equal(text.match(/--seed 42/g)?.length, 1);
      assert.equal(text.match(/shares the place/g)?.length, 1);
    }
  });

  it("has what was compared in a table for each question, the gravest first", async () => {
    const { folder } = await found("compared", { cells, compared: "decided" });
    const rows = rowsOf(folder, "tables.csv").filter(({ table }) => table === "compared-executor");
    const ratios = rows.filter(({ column }) => column?.startsWith("ratio"));
    assert.equal(ratios.length, 18);
    const order = ["slower", "inconclusive", "faster", "same"];
    const places = ratios.map(({ row }) => order.indexOf(row?.split(" | ")[0] ?? ""));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    const made = rowsOf(folder, "comparisons.csv").find(
      ({ question, cell }) => question === "executor" && cell === ratios[0]?.cell,
    );
    assert.equal(ratios[0]?.value, made?.ratio);
    assert.equal(ratios[0]?.ci_low, made?.ci_low);
    assert.match(textOf(folder, "README.md"), /ratio \(95 % interval\)/);
  });

  it("has all figures of the workloads' own in one table", async () => {
    const measured = cells.map((cell) => ({ ...cell, metrics: { lag_p99_ms: 3, kept_mb: 12 } }));
    const { folder } = await found("figures", { cells: measured, compared: "decided" });
    const own = rowsOf(folder, "tables.csv").filter(({ question }) => question === "figures");
    assert.deepEqual([...new Set(own.map(({ table }) => table))], ["figures"]);
    assert.equal(own.length, 2 * cells.length);
  });

  it("names both releases of an upgrade in its title, and how many of each verdict", async () => {
    const run = temporary("upgrade-title");
    mkdirSync(run);
    const header = "cell,workload,executor,threads,metric,old,new,verdict,ratio,ci_low,ci_high,pairs";
    const row = "sums/inline-1/1x1,sums,inline,1,wall_ms,10,12,slower,1.2,1.19,1.21,12";
    writeFileSync(join(run, "upgrade.csv"), `${header}\r\n${row}\r\n`);
    const labels = ["bun@1.3.14", "bun@1.4.5"].map((label) => ({ label }));
    writeFileSync(
      join(run, "environment.json"),
      JSON.stringify({ runtimes: labels, started: "2026-11-28T10:00:00Z", finished: "x" }),
    );
    assert.equal((await publish(run)).exitCode, 0);
    const readme = textOf(run, "README.md");
    assert.match(
      readme,
      /^# Bun 1\.3\.14 → 1\.4\.5: 1 slower\n\n- 1 figure is slower, or worse: sums, ratio 1\.200 \(1\.190 to 1\.210\)\.\n/,
    );
    assert.match(textOf(run, "index.html"), /<h1>Bun 1\.3\.14 → 1\.4\.5: 1 slower<\/h1>/);
  });
});
