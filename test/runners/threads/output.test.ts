import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { ThreadPoolExecutor } from "../../../runners/mod.ts";
import { useStreams } from "../../fixtures/printing-tasks.ts";
import { runProgram } from "../../fixtures/run-program.ts";

const program = new URL("../../fixtures/programs/printing.ts", import.meta.url);
const isWindows = process.platform === "win32";

/** A task that prints, how many lines, and what the program does when its future has settled. */
const cases = [
  ["printLines", 2_000, "exit"],
  ["printLines", 10, "kill"],
  ["printLines", 2_000, "shutdown"],
  ["printLines", 100, "print"],
  ["printLines", 100, "end"],
  ["printChunks", 4, "exit"],
  ["printAndThrow", 100, "exit"],
  ["printAndExit", 100, "exit"],
  ["printAndLoop", 100, "exit"],
  ["printInWorkerOfWorker", 100, "exit"],
  ["oneEach", 5, "exit"],
  ["oneEach", 5, "end"],
  ["initializer", 100, "exit"],
  ["inTurns", 200, "exit"],
] as const;

describe("What a task has printed when its future settles", () => {
  for (const [name, lines, end] of cases) {
    it(`is in a pipe, in order: ${name}, ${lines} lines, then ${end}`, async () => {
      const { output } = await runProgram(program, [name, String(lines), end], {}, together);
      assert.deepEqual(numbersIn(output), upTo(end === "print" ? lines + 1 : lines));
    });
  }

  it("is in a file, in order", { skip: isWindows }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "worker-matrix-"));
    const file = path.join(folder, "output.txt");
    try {
      const intoFile = ["sh", "-c", `exec "$0" "$@" >'${file}' 2>&1`];
      await runProgram(program, ["printLines", "2000", "exit"], {}, intoFile);
      assert.deepEqual(numbersIn(readFileSync(file, "utf8")), upTo(2_000));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is in a pipe that is full for a while", { skip: isWindows }, async () => {
    const intoFullPipe = ["sh", "-c", '"$0" "$@" | (sleep 0.5; cat)'];
    for (const end of ["exit", "shutdown", "kill"]) {
      const { output } = await runProgram(program, ["printLongLines", "3000", end], {}, intoFullPipe);
      assert.deepEqual(numbersIn(output), upTo(3_000), end);
    }
  });
});

describe("The standard streams of a task", () => {
  it("can be looked at, changed and patched like those of a program", async () => {
    const expected = {
      written: ["caught"],
      isTTY: "mine",
      descriptor: "mine",
      keys: true,
      isWritable: true,
      isShown: true,
    };
    await using executor = new ThreadPoolExecutor({ maxWorkers: 1 });
    assert.deepEqual(await executor.submit(useStreams), [expected, expected]);
  });
});

/** Both streams in one pipe, so that their order can be told. */
const together = isWindows ? [] : ["sh", "-c", 'exec "$0" "$@" 2>&1'];

function numbersIn(output: string): number[] {
  return [...output.matchAll(/^line (\d+)\b/gm)].map(([, line]) => Number(line));
}

function upTo(end: number): number[] {
  return Array.from({ length: end }, (_, line) => line);
}
