import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { execa } from "execa";
import { fixture, newFolder, rows } from "../../fixtures/matrix-runs.ts";

function explain(...args: string[]) {
  return execa(process.execPath, ["node_modules/zx/build/cli.js", "scripts/explain.mjs", ...args], {
    reject: false,
  });
}

/** What turns the needle on. */
const flags = { node: "--expose-gc", deno: "--v8-flags=--expose-gc", bun: "--expose-gc" };

describe("explain.mjs", () => {
  for (const [runtime, flag] of Object.entries(flags)) {
    it(`names the function that one side alone calls: ${runtime}`, { timeout: 180_000 }, async () => {
      const out = newFolder(`explain-${runtime}`);
      const args = [
        runtime,
        `${runtime} ${flag}`,
        "-w",
        fixture("has-a-needle.ts"),
        "--pairs",
        "6",
        "--out",
        out,
      ];
      const { exitCode, stderr, stdout } = await explain(...args);
      assert.equal(exitCode, 0, stderr);
      const [first] = rows(out, "explain.csv");
      assert.deepEqual(
        [first?.function, first?.module, first?.category, first?.old_ms],
        ["needle", "has-a-needle.ts", "user", "0"],
      );
      assert.ok(Number(first?.ci_low) > 0 && Number(first?.ci_low) <= Number(first?.diff_ms));
      assert.match(stdout, /^1\. needle in has-a-needle\.ts \(user\): \+/m);
      const report = readFileSync(join(out, "explain.md"), "utf8");
      const [, issue = ""] = report.split("## For the maintainers");
      assert.match(issue, /needle/);
      assert.doesNotMatch(issue, new RegExp(process.cwd()));
      const page = readFileSync(join(out, "index.html"), "utf8");
      assert.equal(page.match(/<svg /g)?.length, 2);
      assert.match(page, /needle \(has-a-needle\.ts\)/);
      const profiles = readdirSync(join(out, "profiles"));
      assert.ok(profiles.includes("new-6.cpuprofile") && profiles.includes("old-1.cpuprofile"));
    });
  }

  for (const [args, message] of [
    [["node", "-w", "sum-of-squares"], /^Expected two releases and --workload, or the folder of a run/],
    [["node", "node", "-w", "@all"], /^Expected one workload, a name or a file/],
    [["node", "node"], /^Expected one workload, a name or a file/],
    [["node", "node", "-w", "sum-of-squares", "--pairs", "2"], /^--pairs 2 is not a whole number from 6/],
    [
      ["node", "node", "-w", "sum-of-squares", "--executor", "inline,pool"],
      /^--executor inline,pool: one cell/,
    ],
    [
      ["results/2026-11-29T17-12-34", "x"],
      /^Cannot explain "results\/2026-11-29T17-12-34": expected a check/,
    ],
  ] as const) {
    it(`refuses ${args.join(" ")}`, async () => {
      const out = newFolder("refused");
      const { exitCode, stderr } = await explain(...args, "--out", out);
      assert.match(stderr, message);
      assert.equal(stderr.split("\n").length, 1, stderr);
      assert.equal(exitCode, 2);
      assert.ok(!existsSync(out));
    });
  }
});
