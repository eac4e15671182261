import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { CellReport } from "../../../runners/cell/cell-request.ts";
import type { InstalledRuntime } from "../../../scripts/driver/releases/installed-runtime.ts";
import { resolveRuntimes } from "../../../scripts/driver/releases/resolve-runtimes.ts";
import { matrix, newFolder, rows } from "../../fixtures/matrix-runs.ts";

const folder = mkdtempSync(path.join(tmpdir(), "worker-matrix-references-"));
after(() => rmSync(folder, { recursive: true }));
const [node, ...references] = await resolveRuntimes(["node", "python", "go"]);
assert(node !== undefined);

const workloads = fileURLToPath(new URL("../../../shared/workloads/", import.meta.url));
const effort = { warmUpMs: 0, minSamples: 2, maxSamples: 2, sampleMs: 0 };
let reports = 0;

/** What a cell's program reports when it is run once. */
async function measure(runtime: InstalledRuntime, workload: string, executor: string): Promise<CellReport[]> {
  assert(runtime.status === "ready");
  const report = path.join(folder, `${reports++}.jsonl`);
  const request = { workload, executor, threads: 2, tasks: 3, size: 20_000, effort, report };
  const { file, args, env } = runtime.cellCommand([JSON.stringify(request)], { writes: folder, workload });
  const { stdout } = await execa(file, args, { env, extendEnv: false });
  assert.equal(stdout, "");
  const lines = readFileSync(report, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}

for (const reference of references) {
  const skip = reference.status === "not installed" && reference.reason;
  describe(`The program for ${reference.name}`, { skip }, () => {
    for (const workload of ["sum-of-squares", "io-and-cpu"]) {
      for (const executor of ["inline", "pool"]) {
        test(`measures ${workload} ${executor} as run-cell.ts does, with the same result`, async () => {
          const file = path.join(workloads, `${workload}.ts`);
          const [ours, theirs] = [
            await measure(node, file, executor),
            await measure(reference, file, executor),
          ];
          assert.deepEqual(theirs.at(-1), ours.at(-1));
          assert.deepEqual(shape(theirs), shape(ours));
          for (const line of theirs) {
            if (line.kind !== "sample") continue;
            assert(line.wallMs > 0 && line.cpuMs !== null && line.cpuMs >= 0);
            assert(line.peakRssMb !== null && line.peakRssMb > 1 && line.peakRssMb < 200);
          }
        });
      }
    }

    test("says which version and engine it is, as the binary does", async () => {
      assert(reference.status === "ready");
      const [started] = await measure(reference, path.join(workloads, "sum-of-squares.ts"), "inline");
      const { version, engine } = reference;
      assert.deepEqual(started, { kind: "started", version, engine });
      if (reference.name === "python") assert.match(engine, /^\w+ \d.*, GIL (?:on|off)$/);
    });

    test("takes other workloads and executors for unsupported", async () => {
      const sum = path.join(workloads, "sum-of-squares.ts");
      for (const [workload, executor] of [
        [path.join(workloads, "mandelbrot.ts"), "pool"],
        [path.join(folder, "sum-of-squares.ts"), "pool"],
        [sum, "per-task"],
      ] as const) {
        assert.equal((await measure(reference, workload, executor)).at(-1)?.kind, "unsupported");
      }
    });
  });
}

/** The kinds of lines, in order, with the names of what is in each. */
function shape(lines: readonly CellReport[]): string[] {
  return lines.map((line) => {
    const what = line.kind === "sample" ? line.phase : line.kind === "step" ? line.name : "";
    return `${line.kind} ${what} ${Object.keys(line).sort().join()}`;
  });
}

test("A sample holds no time in which others had their turns, whichever runtime and executor it is of", async () => {
  const ready = [
    "node",
    "deno",
    "bun",
    ...references.flatMap(({ status, name }) => (status === "ready" ? [name] : [])),
  ];
  const out = newFolder("turns-of-all");
  const { exitCode, stderr } = await matrix(
    ...["-r", ready.join(), "-w", "sum-of-squares", "--size", "200000", "--threads", "2"],
    ...["--rounds", "2", "--out", out],
  );
  assert.equal(exitCode, 0, stderr);
  const inSamples = new Map<string, number>();
  for (const { process = "", wall_ms } of rows(out, "samples.csv")) {
    inSamples.set(process, (inSamples.get(process) ?? 0) + Number(wall_ms));
  }
  const processes = rows(out, "processes.csv");
  assert.equal(processes.length, 2 * 2 * ready.length);
  for (const { cell, process = "", took_ms } of processes) {
    const ms = inSamples.get(process) ?? 0;
    assert.ok(ms <= Number(took_ms), `${cell}: ${ms} ms of samples in turns of ${took_ms} ms`);
  }
});
