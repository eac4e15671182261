import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const root = new URL("../../../", import.meta.url);
const script = fileURLToPath(new URL("scripts/new-workload.mjs", root));

describe("npm run new-workload", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "new-workload-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("writes a workload that works, from any folder, and says how to run it", async () => {
    const { code, stdout } = await newWorkload("my-sort");
    assert.equal(code, 0);
    assert.match(stdout, /matrix\.mjs --quick --workload \.\/my-sort\.ts/);

    const program = path.join(folder, "program.mjs");
    await writeFile(
      program,
      `import workload from "./my-sort.ts";
      const params = { tasks: 3, size: 1001, threads: 1 };
      const result = await workload.run(params);
      workload.check(result, params);
      console.log(workload.name, result);`,
    );
    const door = new URL("runners/node/loader.mjs", root).href;
    const ran = await run(process.execPath, [
      "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",
      "--import",
      door,
      program,
    ]);
    assert.deepEqual(ran, { code: 0, stdout: "my-sort 429\n", stderr: "" });
  });

  it("says how to run it where npx finds no zx, also beside the folder", async () => {
    await mkdir(path.join(folder, "a b"));
    const { code, stdout } = await newWorkloadIn(path.join(folder, "a b"), "mine");
    assert.equal(code, 0);
    assert.match(stdout, /^ {2}node \S+\/scripts\/matrix\.mjs --quick --workload \.\/mine\.ts$/m);

    const beside = await newWorkloadIn(path.join(folder, "a b"), "../beside");
    assert.match(beside.stdout, / --workload (\/\S+\/beside\.ts)$/m);
  });

  it("makes the folders on the way", async () => {
    assert.equal((await newWorkload("no/such/folder/mine")).code, 0);
    assert.match(await readFile(path.join(folder, "no/such/folder/mine.ts"), "utf8"), /name: "mine"/);
  });

  it("never overwrites a file", async () => {
    await newWorkload("twice");
    const before = await readFile(path.join(folder, "twice.ts"), "utf8");
    const { code, stderr } = await newWorkload("twice");
    assert.equal(code, 2);
    assert.match(stderr, /^Cannot write .*twice\.ts: it exists already.*\n$/);
    assert.equal(await readFile(path.join(folder, "twice.ts"), "utf8"), before);
  });

  for (const args of [[], ["a", "b"], ["Bad_Name"], [""], ["--force"], ["twice.ts/mine"]]) {
    it(`refuses ${JSON.stringify(args)} in one line and writes nothing`, async () => {
      const files = await readdir(folder);
      const { code, stdout, stderr } = await newWorkload(...args);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, /^[^\n]+\n$/);
      assert.deepEqual(await readdir(folder), files);
    });
  }

  function newWorkload(...args: string[]): Promise<Ended> {
    return run(process.execPath, [script, ...args]);
  }

  function newWorkloadIn(cwd: string, name: string): Promise<Ended> {
    return run(process.execPath, [script, name], cwd);
  }

  function run(file: string, args: string[], cwd = folder): Promise<Ended> {
    const env = { ...process.env, INIT_CWD: cwd };
    return new Promise((resolve) => {
      execFile(file, args, { cwd, env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });
  }
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
