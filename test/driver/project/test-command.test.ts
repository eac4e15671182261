import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const zx = createRequire(import.meta.url).resolve("zx/cli");
const script = fileURLToPath(new URL("../../../scripts/test.mjs", import.meta.url));

const files = {
  passes: 'it("passes", () => {}); it.skip("skips", () => {});',
  fails: 'it("fails", () => { throw new Error("on purpose"); });',
  hangs: 'it("hangs", () => { for (;;); });',
  none: "",
  throws: 'throw new Error("while loading");',
  exits: 'it("exits", () => { process.exit(0); });',
  tells: 'it("tells", async () => { writeFileSync("pid", String(process.pid)); for (;;); });',
};

describe("npm test", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "worker-matrix-npm-test-"));
    mkdirSync(path.join(folder, "test", "shared"), { recursive: true });
    for (const [name, code] of Object.entries(files)) {
      writeFileSync(
        path.join(folder, "test", "shared", `${name}.test.ts`),
        `import { writeFileSync } from "node:fs";\nimport { it } from "node:test";\n${code}\n`,
      );
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const start = (...args: string[]) =>
    spawn(process.execPath, [zx, script, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });

  it("ends with the counts of all three runtimes, and status 0", async () => {
    const { status, lines } = await ended(start("passes"));
    assert.equal(lines.at(-1), "3 passed, 0 failed");
    assert.equal(status, 0);
  });

  it("takes part of a path and the names of runtimes", async () => {
    const { lines } = await ended(start("shared/pass", "--runtime", "bun"));
    assert.equal(lines.at(-1), "1 passed, 0 failed");
  });

  for (const name of ["fails", "none", "throws", "exits"]) {
    it(`takes a file that ${name === "none" ? "has no test" : name} for a failure, with status 1`, async () => {
      const { status, lines } = await ended(start(`${name}.test`));
      assert.match(lines.at(-1) ?? "", /^\d passed, 3 failed$/);
      assert.equal(status, 1);
    });
  }

  it("kills a file that hangs, on each runtime", async () => {
    const { status, lines } = await ended(start("hangs", "--timeout", "2"));
    assert.equal(lines.at(-1), "0 passed, 3 failed");
    assert.equal(lines.filter((line) => line.includes("hung: killed after 2 s")).length, 3);
    assert.equal(status, 1);
  });

  it("refuses what it does not know in one line, with status 2", async () => {
    for (const args of [
      ["nosuch"],
      ["--runtime", "nosuch"],
      ["--jobs", "0"],
      ["--timeout", "x"],
      ["--bad"],
    ]) {
      const { status, lines } = await ended(start(...args));
      assert.equal(lines.length, 1, lines.join("\n"));
      assert.equal(status, 2);
    }
  });

  it("kills what it runs when it is interrupted, with status 130", async () => {
    const child = start("tells", "--runtime", "node");
    const end = ended(child);
    const pid = await told(path.join(folder, "pid"));
    child.kill("SIGINT");
    assert.equal((await end).status, 130);
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
  });
});

async function ended(child: ChildProcess): Promise<{ status: number | null; lines: string[] }> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const [status] = await once(child, "close");
  return { status, lines: output.trim().split("\n") };
}

/** The number that another process writes into a file. */
async function told(file: string): Promise<number> {
  for (;;) {
    try {
      const number = Number(readFileSync(file, "utf8"));
      if (number > 0) return number;
    } catch {}
    await setTimeout(10);
  }
}
