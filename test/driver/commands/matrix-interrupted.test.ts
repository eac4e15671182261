import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, watch } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  fixture,
  matrix,
  middle,
  newFolder,
  type Running,
  rows,
  startMatrix,
  startMatrixWith,
  untilMeasured,
} from "../../fixtures/matrix-runs.ts";

/** Starts a run whose cell hangs, with the driver as a direct child; resolves when it hangs. */
async function hangingRun(
  runtime: string,
  out: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ driver: Running; measuredProcessEnded: Promise<void> }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const driver = startMatrixWith(
    env,
    ...["--out", out, "-r", runtime, "--timeout", "600"],
    ...["-w", fixture("connects-and-hangs.ts"), "--size", String(port)],
  );
  const [socket] = (await once(server, "connection")) as [Socket];
  socket.on("error", () => {}).resume();
  const measuredProcessEnded = once(socket, "close").then(() => void server.close());
  return { driver, measuredProcessEnded };
}

for (const runtime of ["node", "deno", "bun"]) {
  describe(`matrix.mjs, while a cell hangs under ${runtime},`, () => {
    it("ends at Ctrl-C with 130, says how to go on, and leaves no process behind", {
      timeout: 60_000,
    }, async () => {
      const out = newFolder(`interrupted-${runtime}`);
      const { driver, measuredProcessEnded } = await hangingRun(runtime, out);
      driver.kill("SIGINT");
      const { exitCode, stderr } = await driver.ended;
      await measuredProcessEnded;
      assert.equal(exitCode, 130);
      assert.match(stderr, /Interrupted\. .* --resume /);
      assert.ok(existsSync(join(out, "summary.csv")));
    });

    it("leaves no process behind, and no temporary folder, when it is killed with -9", {
      timeout: 60_000,
    }, async () => {
      const temporary = newFolder(`temporary-${runtime}`);
      mkdirSync(temporary);
      const out = newFolder(`killed-${runtime}`);
      const { driver, measuredProcessEnded } = await hangingRun(runtime, out, { TMPDIR: temporary });
      const watcher = watch(temporary);
      driver.kill("SIGKILL");
      await driver.ended;
      await measuredProcessEnded;
      while (readdirSync(temporary).length > 0) await once(watcher, "change");
      watcher.close();
    });
  });
}

describe("matrix.mjs, after a cell that leaves a process behind in a group of its own,", () => {
  it("ends all the same", { timeout: 60_000 }, async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const left = once(server, "connection") as Promise<[Socket]>;
    const { ended } = startMatrix(
      ...["--out", newFolder("left-behind"), "-r", "node", "--rounds", "1"],
      ...["-w", fixture("leaves-a-process.ts"), "--size", String(port)],
    );
    const [socket] = await left;
    assert.equal((await ended).exitCode, 0);
    socket.destroy(); // which is what the process waits for
    server.close();
  });
});

describe("matrix.mjs --resume", () => {
  it("goes on where a killed run stopped, in the same order, and keeps what was measured", async () => {
    const out = newFolder("resumed");
    const args = ["-r", "node,bun", "-w", fixture("counts.ts"), "--rounds", "6", "--quick", "--seed", "7"];
    const first = startMatrix("--out", out, ...args);
    await untilMeasured(out, 4);
    first.kill("SIGKILL");
    await first.ended;
    const before = readFileSync(join(out, "samples.csv"), "utf8");
    assert.ok(rows(out, "samples.csv").length > 0);

    const { exitCode, stderr } = await matrix("--resume", out);
    assert.equal(exitCode, 0, stderr);
    assert.ok(
      readFileSync(join(out, "samples.csv"), "utf8").startsWith(
        before.slice(0, before.lastIndexOf("\n") + 1),
      ),
    );
    const [summary] = rows(out, "summary.csv");
    assert.deepEqual([summary?.processes, summary?.status], ["6", "ok"]);
    const warm = rows(out, "samples.csv").filter(
      ({ cell, phase }) => cell === summary?.cell && phase === "warm",
    );
    const medians = [...Map.groupBy(warm, ({ process }) => process).values()].map((group) =>
      middle(group.map(({ wall_ms }) => Number(wall_ms))),
    );
    assert.equal(Number(summary?.median_ms), middle(medians));
  });
});
