import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runProgram } from "../../fixtures/run-program.ts";

const program = new URL("../../fixtures/programs/replaced-globals.ts", import.meta.url);

const eachExecutor = [
  "timeoutMs TimeoutError",
  "cancel true AbortError",
  "map 1,2",
  "map timeoutMs TimeoutError",
  "group RangeError",
  "signal AbortError",
  "here false",
];

describe("The library works where a program has replaced the globals", {}, () => {
  for (const what of [
    "nothing",
    "fake-timers",
    "node:test",
    "zone.js",
    "numeric timers",
    "what throws",
    "no globals",
  ]) {
    for (const when of ["before", "after"]) {
      it(`by ${what}, ${when} loading it`, { timeout: 30_000 }, async () => {
        const { status, stdout, stderr } = await runProgram(program, [what, when]);
        assert.deepEqual(
          { status, lines: stdout.trim().split("\n"), stderr: status === 0 ? "" : stderr },
          { status: 0, lines: ["calls 100", ...eachExecutor, ...eachExecutor], stderr: "" },
        );
      });
    }
  }
});
