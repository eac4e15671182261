import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { after, describe, it } from "node:test";
import { execa } from "execa";
import { fixture, matrixWith, newFolder, rows } from "../../fixtures/matrix-runs.ts";

const small = ["--quick", "--rounds", "2", "--executor", "inline", "--tasks", "1", "--size", "10"];
const oneWorkload = (runtime: string, out: string) => ["-r", runtime, ...small, "--out", out];

describe("the folder for temporary files", () => {
  it("that is missing is named in one line, by each command with its own exit status", async () => {
    const env = { TMPDIR: newFolder("missing") };
    const line = `Cannot write to ${env.TMPDIR}, the folder for temporary files: no such file or directory; make that folder, or name another one with TMPDIR`;
    const matrix = await matrixWith(env, ...oneWorkload("node", newFolder("never")));
    assert.deepEqual([matrix.exitCode, matrix.stdout, matrix.stderr], [1, "", line]);
    const upgrade = await execa(process.execPath, ["scripts/upgrade.mjs", "node", "node@system"], {
      env,
      reject: false,
    });
    assert.deepEqual([upgrade.exitCode, upgrade.stdout, upgrade.stderr], [3, "", line]);
  });

  for (const runtime of ["node", "deno", "bun"]) {
    it(`may have a comma and more in its name, under ${runtime}`, async () => {
      const temporary = newFolder("a,b c#d%2F");
      mkdirSync(temporary, { recursive: true });
      const out = newFolder(`comma-${runtime}`);
      const { exitCode, stderr } = await matrixWith(
        { TMPDIR: temporary },
        ...oneWorkload(runtime, out),
        ...["-w", fixture("counts.ts")],
      );
      assert.equal(exitCode, 0, stderr);
      assert.equal(rows(out, "summary.csv")[0]?.status, "ok");
    });
  }

  it("that is full before, or in the middle, is to blame, and not the workload", async (test) => {
    const disk = newFolder("disk");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=600k", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      test.skip("only root can make a small disk");
      return;
    }
    after(() => execFileSync("umount", [disk]));
    const workload = newFolder("fills-the-disk.mjs");
    writeFileSync(
      workload,
      `import { writeFileSync } from "node:fs";
let runs = 0;
export default () => {
  try {
    if (++runs === 3) writeFileSync(${JSON.stringify(join(disk, "filler"))}, new Uint8Array(2 ** 20));
  } catch {}
};`,
    );
    for (const when of ["in the middle", "before"]) {
      const { exitCode, stdout, stderr } = await matrixWith(
        { TMPDIR: disk },
        ...oneWorkload("node", newFolder(when)),
        ...["-w", workload],
      );
      assert.deepEqual([exitCode, stdout], [1, ""]);
      assert.match(
        stderr.split("\n").at(-1) ?? "",
        /^Cannot write to .*, the folder for temporary files: no space left on device; make room there/,
      );
    }
  });
});
