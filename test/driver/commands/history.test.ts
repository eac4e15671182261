import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { execa } from "execa";
import { readHistoryOptions } from "../../../scripts/driver/commands/history-options.ts";
import { NpmError, npmVersions } from "../../../scripts/driver/releases/npm.ts";
import { fixture, newFolder, rows, untilMeasured } from "../../fixtures/matrix-runs.ts";

/** A workload that throws from Bun 1.4.4 on. `npm ci` brings 1.4.5; the two before it are installed. */
const breaks = ["-w", fixture("changes-in.ts"), "--tasks", "1", "--size", "1004004"];

const offline = await npmVersions()("@oven/bun-linux-x64").then(
  () => false,
  (error: unknown) => error instanceof NpmError && error.isOffline && "the npm registry cannot be reached",
);

function history(...args: string[]) {
  return historyWith({}, ...args);
}

function historyWith(env: Record<string, string>, ...args: string[]) {
  return execa(process.execPath, ["node_modules/zx/build/cli.js", "scripts/history.mjs", ...args], {
    reject: false,
    env,
  });
}

describe("history.mjs", { skip: offline }, () => {
  it("goes on where it was interrupted, and later adds a release: the old ones stay as they are", async () => {
    const out = newFolder("history");
    const range = (to: string): string[] => [`bun@1.4.3..bun@${to}`, "--every", "patch"];
    const running = history(...range("1.4.4"), ...breaks, "--out", out);
    await untilMeasured(out, 4);
    running.kill("SIGINT");
    const { exitCode, stderr } = await running;
    assert.equal(exitCode, 130, stderr);
    assert.match(stderr, /--resume/);
    assert.ok(!existsSync(join(out, "feed.json")));
    const kept = rows(out, "processes.csv").length;

    const resumed = await history("--resume", out);
    assert.equal(resumed.exitCode, 0, resumed.stderr);
    const first = rows(out, "processes.csv");
    assert.ok(first.length > kept);
    const states = () =>
      rows(out, "history.csv")
        .filter(({ metric }) => metric === "wall_ms")
        .map(({ release, status, change, change_verdict, change_against }) =>
          [release, status, change, change_verdict, change_against].join(" "),
        );
    const known = ["bun@1.4.3 ok 0  ", "bun@1.4.4 does not run 1 broke bun@1.4.3"];
    assert.deepEqual(states(), known);
    const [reference, broken] = rows(out, "history.csv");
    assert.equal(reference?.reference, "bun@1.4.3");
    assert.ok(Number(reference?.ratio) > 0.8 && Number(reference?.ratio) < 1.25, JSON.stringify(reference));
    assert.match(broken?.note ?? "", /RangeError: thrown since then/);
    const sentence = /changes-in does not run from bun@1\.4\.4 on; it ran under bun@1\.4\.3/;
    for (const file of ["index.html", "README.md"])
      assert.match(readFileSync(join(out, file), "utf8"), sentence);
    const feed = () => JSON.parse(readFileSync(join(out, "feed.json"), "utf8"));
    const titles = (): string[] => feed().items.map(({ title }: { title: string }) => title);
    assert.equal(titles()[0], "2 releases, bun@1.4.3 to bun@1.4.4: one step");
    assert.match(feed().items[1].content_text, sentence);

    const added = await history(...range("1.4.5"), ...breaks, "--out", out);
    assert.equal(added.exitCode, 0, added.stderr);
    const all = rows(out, "processes.csv");
    assert.deepEqual(all.slice(0, first.length), first);
    assert.ok(all.slice(first.length).every(({ group }) => group?.endsWith("bun@1.4.3 → bun@1.4.5")));
    assert.deepEqual(states(), [...known, "bun@1.4.5 does not run 0  "]);
    assert.match(added.stdout, /New since the last run: bun@1\.4\.5: no step\n/);
    assert.deepEqual([titles()[0], titles().length], ["bun@1.4.5: no step", 3]);
    assert.equal(feed().version, "https://jsonfeed.org/version/1.1");
    const { history: record } = JSON.parse(readFileSync(join(out, "environment.json"), "utf8"));
    assert.equal(record.sessions.length, 2);

    const refused: [string[], RegExp][] = [
      [["--tasks", "2"], /it follows changes-in\/inline-1\/1x1004004/],
      [["--reference", "bun@1.4.4"], /measured against bun@1\.4\.3/],
    ];
    for (const [args, message] of refused) {
      const { exitCode, stderr } = await history(...range("1.4.5"), ...breaks, ...args, "--out", out);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, message);
    }
    assert.equal(rows(out, "processes.csv").length, all.length);
  });

  it("removes what it has installed and is through with, where the cache would be too large", async () => {
    const [out, cache] = [newFolder("limited-history"), newFolder("limited-cache")];
    const args = ["bun@1.4.3..bun@1.4.5", "--every", "patch", ...breaks, "--cache-limit", "1MB"];
    const { exitCode, stderr } = await historyWith({ WORKER_MATRIX_CACHE: cache }, ...args, "--out", out);
    assert.equal(exitCode, 0, stderr);
    const measured = rows(out, "processes.csv").map(({ cell }) => cell?.split("/")[1]);
    assert.deepEqual([...new Set(measured)].sort(), ["bun@1.4.3", "bun@1.4.4", "bun@1.4.5"]);
    // The reference was there before the first release was installed.
    assert.deepEqual(readdirSync(join(cache, "runtimes")), ["oven-bun-linux-x64@1.4.3"]);
  });

  it("lists the releases and an estimate of the time, and runs nothing", async () => {
    const out = newFolder("listed");
    const { stdout, exitCode } = await history(
      "bun@1.4.3..1.4.5",
      ...breaks,
      "--every",
      "patch",
      "--list",
      "--out",
      out,
    );
    assert.equal(exitCode, 0);
    assert.match(stdout, /\n1\.4\.3, 1\.4\.4, 1\.4\.5\n/);
    assert.match(
      stdout,
      /3 releases from 1\.4\.3 to 1\.4\.5, each in 1 cell with bun@1\.4\.3: about \d+ (?:s|min)/,
    );
    assert.ok(!existsSync(out));
  });

  it("refuses what does not exist with one line and status 2, and writes nothing", async () => {
    const out = newFolder("refused-history");
    const wrong: [string[], RegExp][] = [
      [["bun@1.4.5..bun@1.4.3", "-w", "url-parse"], /expected the older release first/],
      [["bun@1.99..bun@latest", "-w", "url-parse"], /No bun@1\.99 on npm/],
    ];
    for (const [args, message] of wrong) {
      const { exitCode, stderr } = await history(...args, "--out", out);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
    }
    assert.ok(!existsSync(out));
  });
});

describe("readHistoryOptions", () => {
  it("has defaults, and takes the name of the second end from the first", () => {
    const request = readHistoryOptions(["node@20..26"]);
    assert.ok(request.kind === "run");
    const { range, every, reference, workloads, executors, threshold, extent } = request.options;
    assert.deepEqual([range.from.text, range.to.text, every], ["node@20", "node@26", "minor"]);
    assert.deepEqual([reference, workloads, executors], [undefined, ["@default"], ["inline"]]);
    assert.deepEqual(threshold, { kind: "fixed", change: 0.02 });
    assert.deepEqual(extent, { kind: "budget", budgetMs: 1_800_000, overtime: 0.4 });
  });

  it("says what is wrong with arguments, and what would be right", () => {
    const range = "bun@1.4.3..bun@1.4.5";
    const wrong: [string[], RegExp][] = [
      [[], /^Expected a range of releases, such as node@20\.\.node@26; got none$/],
      [["bun@1.4.3"], /it does not have two ends; expected one such as node@20\.\.node@26/],
      [["bun@1.4.3..bun@1.4..bun@1.5"], /it does not have two ends/],
      [["bun@1.4.3..node@26"], /its ends are of two runtimes/],
      [["bun@system..bun@1.4"], /bun@system is no version/],
      [["bun@1.3 --smol..bun@1.4"], /its ends cannot have flags/],
      [[range, "--every", "mino"], /did you mean minor/],
      [[range, "--reference", "node@24"], /is no release of bun/],
      [[range, "--cache-limit", "2"], /--cache-limit 2 is not a size such as 500MB or 2GB/],
      [[range, "--threshold", "3"], /--threshold 3 is not a change/],
    ];
    for (const [args, message] of wrong) {
      assert.throws(() => readHistoryOptions(args), { name: "BadInput", message });
    }
  });
});
