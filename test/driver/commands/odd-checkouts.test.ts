import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { rows } from "../../fixtures/matrix-runs.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
// Beside node_modules, so that its files can be linked.
mkdirSync(join(repository, ".cache"), { recursive: true });
const folder = mkdtempSync(join(repository, ".cache", "checkouts-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of this checkout below a folder with that name. */
async function checkoutBelow(name: string): Promise<string> {
  const checkout = join(folder, name, "worker-matrix");
  mkdirSync(checkout, { recursive: true });
  for (const part of ["runners", "scripts", "shared", "package.json", "deno.json", "bunfig.toml"]) {
    cpSync(join(repository, part), join(checkout, part), { recursive: true });
  }
  await execa("cp", ["-al", join(repository, "node_modules"), join(checkout, "node_modules")]);
  return checkout;
}

/** Runs a script of a checkout as the README has it, but without npx, which finds nothing below a folder with a colon. */
function zx(checkout: string, script: string, ...args: readonly string[]) {
  return execa(process.execPath, ["node_modules/zx/build/cli.js", `scripts/${script}`, ...args], {
    cwd: checkout,
    env: { NO_COLOR: "1" },
    reject: false,
  });
}

const workload = `import { task, toThread } from "worker-matrix";
export const triple = task(import.meta.url, function triple(n: number): number { return 3 * n; });
export default { name: "triple", run: ({ size }: { size: number }) => toThread(triple, size) };`;

describe("a checkout below a folder with", () => {
  for (const name of ["a#b", "feature%2Fx", "50% of é 'it' (1)", '-a"$b`;,\n:😀']) {
    test(`${JSON.stringify(name)} in its name measures all three runtimes`, async () => {
      const checkout = await checkoutBelow(name);
      writeFileSync(join(folder, name, "mine.ts"), workload);
      const out = join(folder, name, "run");
      const { exitCode, stderr } = await zx(
        checkout,
        ...[
          "matrix.mjs",
          "--quick",
          "--rounds",
          "1",
          "--executor",
          "pool",
          "--threads",
          "1",
          "--tasks",
          "1",
          "--size",
          "100",
        ],
        ...["-r", "node,deno,bun", "-w", "../mine.ts,sum-of-squares", "--out", out],
      );
      assert.equal(exitCode, 0, stderr);
      const summary = rows(out, "summary.csv");
      assert.equal(summary.length, 6);
      assert.deepEqual(
        summary.filter(({ status }) => status !== "ok"),
        [],
      );
    });
  }

  test("a ? in its name says which runtime cannot start there, and what helps", async () => {
    const checkout = await checkoutBelow("a?b");
    assert.equal((await zx(checkout, "runtimes.mjs", "node", "deno")).exitCode, 0);
    const commands = {
      "runtimes.mjs": ["bun"],
      "matrix.mjs": ["-r", "node,bun"],
      "upgrade.mjs": ["bun", "bun"],
    };
    for (const [script, args] of Object.entries(commands)) {
      const { exitCode, stdout, stderr } = await zx(checkout, script, ...args);
      assert.deepEqual([exitCode, stdout], [2, ""]);
      assert.match(stderr, /^Cannot start bun \(.*\): .*; .*: move worker-matrix to another folder$/);
    }
  });

  test("a * in its name ends every command with 2 and a line, before anything is measured", async () => {
    const checkout = await checkoutBelow("a*b");
    const scripts = readdirSync(join(checkout, "scripts")).filter(
      (name) => name.endsWith(".mjs") && name !== "build.mjs",
    );
    assert.ok(scripts.includes("upgrade.mjs"));
    for (const script of scripts) {
      const { exitCode, stdout, stderr } = await zx(checkout, script, "--help");
      assert.deepEqual([exitCode, stdout], [2, ""], script);
      assert.match(stderr, /^Cannot run .*\.mjs: .* a \* in its name; move the checkout to another folder$/);
    }
  });

  test("node_modules for a name ends with 2 and a line, since 1 would be a verdict", async () => {
    const checkout = await checkoutBelow("node_modules");
    const { exitCode, stdout, stderr } = await zx(checkout, "upgrade.mjs", "node@20", "node@22");
    assert.equal(exitCode, 2);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /^Cannot load .*upgrade\.mjs: .*; move the checkout out of the folder node_modules$/,
    );
  });
});
