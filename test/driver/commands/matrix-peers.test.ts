import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import project from "../../../package.json" with { type: "json" };
import { coresOf } from "../../../scripts/driver/bouts/cores.ts";
import { run } from "../../fixtures/matrix-runs.ts";

describe("matrix.mjs --executor", () => {
  it("measures peers beside ours, and a peer that the runtime cannot run is a row with the reason", async () => {
    const { out, exitCode, stderr, summary } = await run(
      "peers",
      ...["-r", "node", "-w", "sum-of-squares", "--tasks", "2", "--size", "1000", "--threads", "2"],
      ...["--executor", "pool,raw,piscina,poolifier-web-worker"],
    );
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(
      summary.map(({ executor, status, error }) => [executor, status, error]),
      [
        ["pool", "ok", ""],
        ["raw", "ok", ""],
        ["piscina", "ok", ""],
        [
          "poolifier-web-worker",
          "unsupported",
          "poolifier-web-worker: it needs Web Workers, which Node has not",
        ],
      ],
    );
    assert.equal(summary[3]?.median_ms, "");
    assert.equal(new Set(summary.slice(0, 3).map(({ checksum }) => checksum)).size, 1, "the same result");
    assert.match(
      readFileSync(join(out, "README.md"), "utf8"),
      /poolifier-web-worker-2 +\| unsupported \| .*Web Workers/,
    );
  });

  it("is recorded with the versions of the packages, and with the cores that there were", async () => {
    const { out } = await run(
      "peer-versions",
      ...["-r", "node", "-w", "dispatch-latency", "--size", "10", "--threads", "1", "--rounds", "1"],
      ...["--executor", "raw,tinypool"],
    );
    const { settings, machine } = JSON.parse(readFileSync(join(out, "environment.json"), "utf8"));
    assert.deepEqual(settings.peers, { tinypool: project.devDependencies.tinypool });
    assert.equal(machine.cores, coresOf().usable);
    assert.equal(machine.coresPresent, cpus().length);
  });
});
