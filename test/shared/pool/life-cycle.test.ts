import assert from "node:assert/strict";
import process from "node:process";
import { describe, it } from "node:test";
import { type ProgramEnd, runProgram } from "../../fixtures/run-program.ts";
import { singleCore } from "../../fixtures/single-core.ts";

const isNode = !("deno" in process.versions) && !("bun" in process.versions);
const isWindows = process.platform === "win32";

async function run(name: string, ...args: string[]): Promise<Omit<ProgramEnd, "output">> {
  const { output: _, ...end } = await runProgram(
    new URL(`../../fixtures/programs/${name}.ts`, import.meta.url),
    args,
  );
  return end;
}

describe("a program with executors", () => {
  it("ends although idle executors were not shut down", async () => {
    assert.deepEqual(await run("idle-pool"), { status: 0, stdout: "3\n", stderr: "" });
  });

  it("does not end before its tasks have", async () => {
    assert.deepEqual(await run("busy-pool"), { status: 0, stdout: "apple\n", stderr: "" });
  });

  it("finishes what was submitted before shutdown({ wait: false })", async () => {
    const stdout = "shut down\napple\npear\n";
    assert.deepEqual(await run("shutdown-without-wait"), { status: 0, stdout, stderr: "" });
  });

  it("ends although threads are in endless loops, in JavaScript and in WebAssembly", async () => {
    const stdout = "TimeoutError\nTimeoutError\n";
    assert.deepEqual(await run("endless-task"), { status: 0, stdout, stderr: "" });
  });

  it("does its tasks on a single core too", { skip: singleCore === undefined }, async () => {
    const file = new URL("../../fixtures/programs/one-after-the-other.ts", import.meta.url);
    const { status, output } = await runProgram(file, [], {}, singleCore);
    assert.deepEqual({ status, output }, { status: 0, output: "on 1 core\n" });
  });

  it("has threads whatever flags Node was started with", { skip: !isNode || isWindows }, async () => {
    // As a release that cannot strip types. Those have no such flag.
    const untyped = process.features.typescript ? "--no-experimental-strip-types" : "";
    const loader = `--import=${import.meta.resolve("tsx")}`;
    const flags = `${untyped} ${loader} --max-old-space-size=500 --expose-gc --stack-size=900 --title=pool --v8-pool-size=2`;
    const file = new URL("../../fixtures/programs/busy-pool.ts", import.meta.url);
    const { status, output } = await runProgram(file, [], {}, ["sh", "-c", `exec "$0" ${flags} "$@"`]);
    assert.deepEqual({ status, output }, { status: 0, output: "apple\n" });
    const options = "--max-old-space-size=500 --stack-trace-limit=20";
    const again = await runProgram(file, [], { NODE_OPTIONS: options });
    assert.deepEqual([again.status, again.output], [0, "apple\n"]);
  });

  it("fails through a future that fails and that nobody awaits", async () => {
    const { status, stderr } = await run("unhandled", "fails");
    assert.equal(typeof status, "number");
    assert.notEqual(status, 0);
    assert.match(stderr, /nobody saw it/);
    // Node shows a line of the source as well: none of the library's.
    assert.doesNotMatch(stderr, /error-codec/);
  });

  it("does not fail through a cancelled future that nobody awaits", async () => {
    assert.deepEqual(await run("unhandled", "cancelled"), { status: 0, stdout: "", stderr: "" });
  });

  it("can use an executor in an exit hook, which refuses", async () => {
    const { status, stdout } = await run("shutdown-in-exit-hook");
    assert.equal(status, 0);
    assert.match(stdout, /^42\nCannot submit task "add"/);
  });
});
