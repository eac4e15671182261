import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BadInput } from "../../../scripts/driver/command-line/bad-input.ts";
import {
  defaultThreads,
  type MatrixOptions,
  readMatrixOptions,
} from "../../../scripts/driver/commands/matrix-options.ts";

function options(...args: string[]): MatrixOptions {
  const request = readMatrixOptions(args);
  assert.ok(request.kind === "run" || request.kind === "list");
  return request.options;
}

describe("readMatrixOptions", () => {
  it("takes lists with commas, repeated, or both, and each item once", () => {
    assert.deepEqual(options("-r", "node@22,bun", "--runtime", "deno", "-r", "bun").runtimes, [
      "node@22",
      "bun",
      "deno",
    ]);
    assert.deepEqual(options("--threads", "1,2", "--threads", "8").threads, [1, 2, 8]);
    assert.deepEqual(options("--size", "1_000, 2000, 1000").sizes, [1000, 2000]);
  });

  it("has defaults: the three runtimes, inline and pool, each workload's own tasks and size", () => {
    const { runtimes, executors, tasks, sizes, out } = options();
    assert.deepEqual(
      { runtimes, executors, tasks, sizes, out },
      {
        runtimes: ["node", "deno", "bun"],
        executors: ["inline", "pool"],
        tasks: undefined,
        sizes: undefined,
        out: undefined,
      },
    );
  });

  const threadsOnCores: readonly (readonly [cores: number, threads: readonly number[]])[] = [
    [0.5, [1]],
    [1, [1]],
    [2, [2]],
    [3, [2]],
    [4, [2, 4]],
    [8, [2, 4]],
  ];
  for (const [cores, threads] of threadsOnCores) {
    it(`measures ${threads.join(", ")} threads by default on ${cores} cores`, () => {
      assert.deepEqual(defaultThreads(cores), threads);
    });
  }

  it("takes a seed as it is, and draws one where there is none", () => {
    assert.equal(options("--seed", "0").seed, 0);
    assert.notEqual(options().seed, options().seed);
  });

  it("--quick measures less than the default, and --full more", () => {
    const [quick, normal, full] = [options("--quick"), options(), options("--full")];
    assert.deepEqual(
      [quick.extent, normal.extent, full.extent],
      [90_000, 300_000, 2_400_000].map((budgetMs) => ({ kind: "budget", budgetMs, overtime: 0 })),
    );
    assert.ok(
      quick.effort.sampleMs < normal.effort.sampleMs && normal.effort.sampleMs < full.effort.sampleMs,
    );
    assert.deepEqual([normal.workloads, full.workloads], [["@default"], ["@all"]]);
  });

  it("measures for as long as --budget says, or as many bouts as --rounds says", () => {
    assert.deepEqual(options("--quick", "--budget", "20s").extent, {
      kind: "budget",
      budgetMs: 20_000,
      overtime: 0,
    });
    assert.deepEqual(options("--full", "--rounds", "3").extent, { kind: "rounds", rounds: 3 });
  });

  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      "an unknown option, with the one that was meant",
      ["--runtimes", "node"],
      /^Unknown option --runtimes; did you mean --runtime\?$/,
    ],
    ["an unknown option, with all", ["--zzzzzz"], /^Unknown option --zzzzzz; known: --runtime /],
    ["an option without its value", ["--threads"], /^--threads needs a value: --threads N,…$/],
    ["an option where its value should be", ["--threads", "-1"], /^--threads needs a value: --threads N,…$/],
    ["a flag with a value", ["--quick=yes"], /^--quick takes no value$/],
    ["threads of 0", ["--threads", "0"], /^--threads 0 is not a whole number from 1 to 1024$/],
    ["threads that are no number in a list", ["--threads", "1,two"], /^--threads two is not /],
    ["a size that is no number", ["--size", "abc"], /^--size abc is not a whole number of 1 or more$/],
    ["a size that is not whole", ["--size", "1.5"], /^--size 1.5 is not /],
    ["a size beyond what is exact", ["--size", "9007199254740993"], /^--size 9007199254740993 is not /],
    ["negative tasks", ["--tasks=-1"], /^--tasks -1 is not /],
    ["an empty item", ["--workload", "a,,b"], /^--workload has an empty item: a,,b$/],
    ["rounds of 0", ["--rounds", "0"], /^--rounds 0 is not /],
    ["a timeout of 0", ["--timeout", "0"], /^--timeout 0 is not /],
    ["a stray argument", ["node"], /^Unexpected argument "node"; runtimes go behind --runtime/],
    ["a budget that is no time", ["--budget", "soon"], /^--budget soon is not a time/],
    [
      "--rounds with --budget",
      ["--rounds", "3", "--budget", "1m"],
      /^--rounds and --budget exclude each other/,
    ],
    ["--quick with --full", ["--quick", "--full"], /exclude each other/],
    [
      "--resume with other options",
      ["--resume", "results/x", "--seed", "1"],
      /--resume takes its options from the run/,
    ],
  ];
  for (const [what, args, message] of wrong) {
    it(`refuses ${what} in one line`, () => {
      assert.throws(
        () => readMatrixOptions(args),
        (error: unknown) => {
          assert.ok(error instanceof BadInput);
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /\n/);
          return true;
        },
      );
    });
  }
});
