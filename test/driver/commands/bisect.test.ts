import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { execa } from "execa";
import { NpmError, npmVersions } from "../../../scripts/driver/releases/npm.ts";
import { fixture, newFolder, rows, untilMeasured } from "../../fixtures/matrix-runs.ts";

/** Four releases that follow each other; `npm ci` brings the last one. */
const [old, before, first, own] = ["bun@1.4.2", "bun@1.4.3", "bun@1.4.4", "bun@1.4.5"] as const;
/** A workload that changes in the third one, as `--tasks` says. */
const changes = ["-w", fixture("changes-in.ts"), "--size", "1004004"];

const offline = await npmVersions()("@oven/bun-linux-x64").then(
  () => false,
  (error: unknown) => error instanceof NpmError && error.isOffline && "the npm registry cannot be reached",
);

function bisect(...args: string[]) {
  return execa(process.execPath, ["node_modules/zx/build/cli.js", "scripts/bisect.mjs", ...args], {
    reject: false,
  });
}

describe("bisect.mjs", { skip: offline }, () => {
  it("finds the release that broke a workload, and writes what a maintainer asks for", async () => {
    const [out, json] = [newFolder("broke"), newFolder("broke.json")];
    const { exitCode, stdout, stderr } = await bisect(
      old,
      own,
      ...changes,
      "--tasks",
      "1",
      "--out",
      out,
      "--json",
      json,
    );
    assert.equal(exitCode, 0, stderr);
    const releases = rows(out, "bisect.csv");
    const count = releases.length;
    assert.ok(count === 3 || count === 4);
    assert.equal(
      stdout.trim().split("\n").at(-1),
      `first broke: ${first} (${before} is not), ${count} releases measured`,
    );
    assert.deepEqual(
      releases.filter(({ verdict }) => verdict === "broke").map(({ release }) => release),
      [first, own],
    );
    assert.match(releases.at(-1)?.note ?? "", /RangeError: thrown since then/);
    assert.ok(releases.every(({ published }) => /^\d{4}-\d\d-\d\d$/.test(published ?? "")));
    const answer = JSON.parse(readFileSync(json, "utf8"));
    assert.deepEqual(
      [answer.verdict, answer.first, answer.last_before, answer.between, answer.steps.length],
      ["broke", first, before, null, count],
    );
    const report = readFileSync(join(out, "bisect.md"), "utf8");
    const [, issue = ""] = report.split("## For the maintainers");
    assert.match(
      issue,
      /runs under Bun 1\.4\.3\. bun@1\.4\.4 failed in \d of \d processes: RangeError: thrown since then/,
    );
    assert.match(issue, /npx --yes bun@1\.4\.3 reproduce\.mjs\nnpx --yes bun@1\.4\.4 reproduce\.mjs/);
    assert.ok(!issue.includes(process.cwd()) && !issue.includes(process.env.HOME ?? "/home/"));
    for (const file of ["index.html", "README.md"]) {
      assert.match(
        readFileSync(join(out, file), "utf8"),
        /bun@1\.4\.4 is the first release under which changes-in does not run/,
      );
    }
    const script = await execa(process.execPath, [join(out, "reproduce.mjs")], { reject: false });
    assert.match(script.stderr, /RangeError: thrown since then/);
  });

  it("ends at Ctrl-C with 130 and what is known, and finds with --resume what became slower", async () => {
    const out = newFolder("interrupted");
    const running = bisect(old, own, ...changes, "--tasks", "2", "--out", out);
    await untilMeasured(out, 20);
    running.kill("SIGINT");
    const { exitCode, stderr } = await running;
    assert.equal(exitCode, 130);
    assert.match(stderr, /--resume/);
    assert.ok(rows(out, "bisect.csv").length >= 2);
    const kept = rows(out, "processes.csv").length;
    const resumed = await bisect("--resume", out);
    assert.equal(resumed.exitCode, 0, resumed.stderr);
    assert.match(
      resumed.stdout,
      /\nfirst slower: bun@1\.4\.4 \(bun@1\.4\.3 is not\), [34] releases measured$/,
    );
    assert.ok(rows(out, "processes.csv").length > kept);
    const found = rows(out, "bisect.csv").find(({ part }) => part === "first");
    assert.ok(Number(found?.step_ratio) > 1.3 && Number(found?.step_ratio) < 1.7);
    assert.ok(existsSync(join(out, "charts")));
  });

  it("says that the ends do not differ, and exits 1", async () => {
    const out = newFolder("alike");
    const { exitCode, stdout } = await bisect(
      old,
      before,
      ...changes,
      "--tasks",
      "3",
      "--metric",
      "kept_mb",
      "--out",
      out,
    );
    assert.equal(exitCode, 1);
    assert.match(stdout, /\nno difference between bun@1\.4\.2 and bun@1\.4\.3$/);
    assert.equal(rows(out, "bisect.csv").length, 2);
  });

  it("refuses wrong arguments with one line and status 2, and writes nothing", async () => {
    const out = newFolder("refused");
    const wrong: [string[], RegExp][] = [
      [[own, "-w", "url-parse"], /Expected two releases/],
      [[old, own], /Expected a workload to follow/],
      [["node", "bun", "-w", "url-parse"], /expected two releases of one runtime/],
      [["python", "python", "-w", "sum-of-squares"], /expected node, deno or bun/],
      [[own, old, "-w", "url-parse"], /expected the older release first/],
      [[old, own, "-w", "@upgrade"], /Expected a workload to follow/],
      [[old, own, "-w", "url-parse,gzip"], /a search follows one cell/],
      [[old, own, "-w", "url-parse", "--executor", "poool"], /did you mean pool/],
      [[old, own, "-w", "url-parse", "--threshold", "3"], /--threshold 3 is not a change/],
      [[old, own, "-w", "url-pars"], /url-pars/],
    ];
    for (const [args, message] of wrong) {
      const { exitCode, stderr } = await bisect(...args, "--out", out);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1);
      assert.ok(!existsSync(out));
    }
  });
});
