import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { describe, it } from "node:test";
import { newFolder } from "../../fixtures/matrix-runs.ts";

/** What the matrix prints over a workload that fails, with each output in a file of its own or both in one. */
function printed(isOneFile: boolean): string {
  const name = isOneFile ? "one" : "two";
  const workload = newFolder(`${name}.mjs`);
  writeFileSync(workload, 'export default () => { throw new Error("boom at noon"); };\n');
  const [first, second] = [newFolder(`${name}-1.txt`), newFolder(`${name}-2.txt`)];
  const out = openSync(first, "w");
  const other = openSync(second, "w");
  const args = ["-r", "node", "-w", workload, "--executor", "inline", "--quick", "--rounds", "1"];
  spawnSync(process.execPath, ["scripts/matrix.mjs", ...args, "--out", newFolder(name)], {
    stdio: ["ignore", out, isOneFile ? out : other],
  });
  closeSync(out);
  closeSync(other);
  return readFileSync(first, "utf8") + readFileSync(second, "utf8");
}

describe("why a cell failed", () => {
  it("is said once where both outputs go to one file, and that it failed as soon as it has", () => {
    const text = printed(true);
    assert.equal(text.split("boom at noon").length - 1, 1, text);
    assert.match(text, /^\S+\/inline-1\/\S+: failed$/m);
  });

  it("is said on both where they go to two", () => {
    const text = printed(false);
    assert.equal(text.split("boom at noon").length - 1, 2, text);
  });
});
