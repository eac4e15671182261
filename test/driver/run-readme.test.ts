import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Environment } from "../../scripts/driver/environment.ts";
import { runReadme } from "../../scripts/driver/run-readme.ts";

const environment: Environment = {
  run: "a run",
  version: "0.1.0",
  commandLine: ["-w", "./my work.ts", "--seed", "1", "-r", "it's`"],
  seed: 1,
  settings: {
    rounds: 6,
    effort: { warmUpMs: 1, minSamples: 1, maxSamples: 1, sampleMs: 1 },
    timeoutMs: 1000,
  },
  machine: { id: "0", os: "linux", arch: "x64", cpu: "a cpu", cores: 2, memoryMb: 1 },
  runtimes: [],
  started: "2026-01-01T00:00:00.000Z",
  loadBefore: 0,
};

const table = {
  header: ["workload", "runtime", "executor", "inline", "1 thread", "speed-up"],
  rows: [
    {
      texts: ["a|b <script>", "node@26", "pool", "3.00", "2.00", "1.50× (1)"],
      fastest: new Set([4]),
      begins: true,
    },
  ],
  notes: ["a note with *stars*"],
};

describe("runReadme", () => {
  const lines = runReadme(table, environment).split("\n");

  it("has the header of the table as it is", () => {
    const [header = ""] = lines.filter((line) => line.startsWith("| workload"));
    assert.deepEqual(
      header.split("|").map((cell) => cell.trim()),
      ["", ...table.header, ""],
    );
  });

  it("shows text as data, and marks the fastest", () => {
    const [row = ""] = lines.filter((line) => line.includes("node@26"));
    assert.match(row, /^\| a\\\|b \\<script\\> \| node@26 \| pool +\| +3\.00 \| \*\*2\.00\*\*\* \|/);
    assert.ok(lines.includes("- a note with \\*stars\\*"));
  });

  it("shows the command so that it can be typed again", () => {
    assert.ok(
      lines.includes(
        "- Command: ``npx zx scripts/matrix.mjs -w './my work.ts' --seed 1 -r 'it'\\''s`'``, seed 1",
      ),
    );
  });
});
