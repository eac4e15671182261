import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { execa } from "execa";
import { matrix, newFolder } from "../../fixtures/matrix-runs.ts";

/** A workload that does something in its third run. */
function workload(name: string, deed: string): string {
  const path = newFolder(name);
  writeFileSync(
    path,
    `import { rmSync } from "node:fs";\nlet runs = 0;\nexport default () => { if (++runs === 3) { ${deed} } };\n`,
  );
  return path;
}

const small = ["-r", "node", "--executor", "inline", "--quick", "--rounds", "2"];

describe("a run", () => {
  it("whose folder vanishes meanwhile ends with a line, and makes no other folder", async () => {
    const out = newFolder("vanishes");
    const file = workload("removes.mjs", `rmSync(${JSON.stringify(out)}, { recursive: true });`);
    const { exitCode, stdout, stderr } = await matrix(...small, "-w", file, "--out", out);
    assert.deepEqual([exitCode, stdout], [1, ""]);
    assert.match(
      stderr.split("\n").at(-1) ?? "",
      /^Cannot write .*: no such file or directory\. .*vanishes has gone meanwhile, .*; begin a new one$/,
    );
    assert.doesNotMatch(stderr, /\n +at /);
    assert.ok(!existsSync(out));
  });

  for (const [script, status, ...args] of [
    ["matrix", 1, "-r", "node", "--quick", "--rounds", "2"],
    ["upgrade", 3, "node", "node", "--budget", "5m"],
  ] as const) {
    it(`of ${script}.mjs that loses its samples says so, and ends with ${status}`, async () => {
      const out = newFolder(`loses-${script}`);
      // Its first process has written them when the second one runs.
      const file = workload(
        `loses-${script}.mjs`,
        `rmSync(${JSON.stringify(out)} + "/samples.csv", { force: true });`,
      );
      const { exitCode, stdout, stderr } = await execa(
        process.execPath,
        [
          `scripts/${script}.mjs`,
          ...args,
          "-w",
          file,
          "--executor",
          "inline",
          "--threads",
          "1",
          "--out",
          out,
        ],
        { reject: false },
      );
      assert.deepEqual([exitCode, stdout], [status, ""]);
      assert.match(
        stderr.split("\n").at(-1) ?? "",
        /^Cannot write .*\. .*samples\.csv has gone meanwhile, .*; begin a new one$/,
      );
    });
  }
});

describe("a file of a run that cannot be read", () => {
  for (const script of ["publish", "compare"]) {
    it(`is named by ${script}.mjs in a line`, async () => {
      const run = newFolder(`unreadable-${script}`);
      mkdirSync(join(run, "samples.csv"), { recursive: true });
      writeFileSync(join(run, "summary.csv"), "workload,runtime\r\n");
      writeFileSync(join(run, "environment.json"), '{ "commandLine": [] }');
      const runs = script === "compare" ? [run, run] : [run];
      const { exitCode, stdout, stderr } = await execa(process.execPath, [`scripts/${script}.mjs`, ...runs], {
        reject: false,
      });
      assert.deepEqual([exitCode, stdout], [2, ""]);
      assert.equal(stderr, `Cannot read ${join(run, "samples.csv")}: illegal operation on a directory`);
    });
  }
});
