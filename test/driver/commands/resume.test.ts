import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import process from "node:process";
import { before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { newFolder, rows } from "../../fixtures/matrix-runs.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs a command from a folder. */
async function start(script: string, cwd: string, ...args: readonly string[]) {
  const cli = [`${repository}node_modules/zx/build/cli.js`, `${repository}scripts/${script}`];
  const { exitCode, stderr } = await execa(process.execPath, [...cli, ...args], { reject: false, cwd });
  return { exitCode, stderr };
}

/** A workload that does next to nothing, and what it imports. */
const files = {
  "mine.mjs": `import { one } from "./part.mjs";
export default { name: "mine", threaded: false, run: () => one };
`,
  "part.mjs": `export const one = 1;
`,
};

const commands: readonly (readonly [script: string, args: readonly string[]])[] = [
  ["matrix.mjs", ["-r", "node", "--rounds", "1", "--quick"]],
  ["upgrade.mjs", ["node", "node", "--budget", "3s"]],
];

for (const [script, args] of commands) {
  describe(`${script} --resume`, () => {
    const home = newFolder(`home-${script}`);
    const elsewhere = newFolder(`elsewhere-${script}`);
    const out = join(home, "run");

    before(async () => {
      mkdirSync(home);
      mkdirSync(elsewhere);
      for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
      await start(script, home, ...args, "-w", "./mine.mjs", "--out", "run");
      assert.ok(rows(out, "samples.csv").length > 0);
    });

    /** A copy of the run, with another environment.json. */
    function changed(name: string, change: (environment: Environment) => void): string {
      const copy = join(home, name);
      cpSync(out, copy, { recursive: true });
      const file = join(copy, "environment.json");
      const environment = JSON.parse(readFileSync(file, "utf8"));
      change(environment);
      writeFileSync(file, JSON.stringify(environment));
      return copy;
    }

    /** Refuses in one line, and leaves what was measured. */
    async function assertRefused(folder: string, message: RegExp): Promise<void> {
      const files = ["samples.csv", "processes.csv", "environment.json"];
      const texts = () => files.map((file) => readFileSync(join(folder, file), "utf8"));
      const before = texts();
      const { exitCode, stderr } = await start(script, home, "--resume", folder);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
      assert.equal(exitCode, 2);
      assert.deepEqual(texts(), before);
    }

    it("refuses to go on on another machine, also one that was made from the same image", async () => {
      for (const [key, value] of Object.entries({ id: "0123456789ab", cpu: "Another 3000", arch: "mips" })) {
        const folder = changed(`machine-${key}`, ({ machine }) => Object.assign(machine, { [key]: value }));
        await assertRefused(folder, /^Cannot resume .*: it was begun on another machine/);
      }
    });

    it("refuses to go on with another release", async () => {
      const folder = changed("release", ({ runtimes }) => {
        for (const runtime of runtimes) runtime.version = "26.0.0";
      });
      await assertRefused(folder, /^Cannot resume .*: node was 26\.0\.0 then, and is \d+\.\d+\.\d+ now/);
    });

    it("finds the workloads again that were named from the folder it was begun in", async () => {
      const before = readFileSync(join(out, "samples.csv"), "utf8");
      const { exitCode, stderr } = await start(script, elsewhere, "--resume", relative(elsewhere, out));
      assert.doesNotMatch(stderr, /Cannot/);
      assert.notEqual(exitCode, 2);
      assert.ok(readFileSync(join(out, "samples.csv"), "utf8").startsWith(before));
    });

    it("refuses to go on with fewer or more cores", async () => {
      const folder = changed("cores", ({ machine }) => {
        machine.cores += 1;
      });
      await assertRefused(
        folder,
        /^Cannot resume .* here: it was begun with \d+ cores to use, and now there /,
      );
    });

    it("refuses to go on with another worker-matrix", async () => {
      const folder = changed("suite", (environment) => {
        environment.suiteSha256 = "0123";
      });
      await assertRefused(folder, /^Cannot resume .*: worker-matrix itself has changed since/);
    });

    for (const [name, text] of Object.entries(files)) {
      it(`refuses to go on with a workload whose ${name} has changed`, async () => {
        const folder = changed(`changed-${name}`, () => {});
        appendFileSync(join(home, name), "// edited\n");
        try {
          await assertRefused(folder, /^Cannot resume .*: the workload mine has changed since/);
        } finally {
          writeFileSync(join(home, name), text);
        }
      });
    }
  });
}

/** As much of `environment.json` as is changed here. */
interface Environment {
  readonly machine: { id: string; cores: number };
  readonly runtimes: { version: string }[];
  suiteSha256: string;
}
