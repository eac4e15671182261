import { globSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { parseArgs, styleText } from "node:util";
import { BadInput } from "../command-line/bad-input.ts";
import { runCommand } from "../commands/run-command.ts";
import { buildThreads } from "../releases/build-threads.mjs";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import { resolveRuntimes } from "../releases/resolve-runtimes.ts";
import { RuntimeUnavailable } from "../releases/runtime-unavailable.ts";
import { runTestFile, type TestJob, type TestOutcome } from "./run-test-file.ts";
import { testArguments } from "./test-runtimes.ts";

const libraryTimeout = 300;
const driverTimeout = 600;

const help = `Usage: npm test -- [FILTER…] [--runtime SPEC,…]

Runs the tests: those of shared/ and runners/ on all three runtimes, the others on Node. A FILTER is part of a file's path.

  -r, --runtime SPECS   these runtimes, in these releases (default: node,deno,bun)
  -j, --jobs N          files at a time (default: the cores)
  -t, --timeout SECONDS after which a file counts as hung (default: ${libraryTimeout}, of the driver's ${driverTimeout})
  -h, --help            this text

Examples:
  npm test
  npm test -- task-group
  npm test -- shared --runtime bun,node@22`;

/**
 * Runs the tests and returns the exit status: 0 if all passed, 1 if not, 2 for wrong arguments, 130 when interrupted.
 * Each file runs in a process of its own, so that one that crashes or hangs takes nothing else with it.
 */
export function testCommand(args: readonly string[]): Promise<number> {
  return runCommand(() => test(args));
}

async function test(args: readonly string[]): Promise<number> {
  const interruption = new AbortController();
  const { signal } = interruption;
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => interruption.abort());
  try {
    const options = readOptions(args);
    if (options === "help") {
      process.stdout.write(`${help}\n`);
      return 0;
    }
    await buildThreads();
    return await runTests(await plan(options, signal), options.jobs, signal);
  } catch (error) {
    if (signal.aborted) return 130;
    if (!(error instanceof RuntimeUnavailable)) throw error;
    process.stdout.write(`${error.message}\n0 passed, 1 failed\n`);
    return 1;
  }
}

async function runTests(jobs: readonly TestJob[], width: number, signal: AbortSignal): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), "worker-matrix-test-"));
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  try {
    await eachOf(jobs, width, async (job, index) => {
      if (signal.aborted) return;
      const own = path.join(folder, String(index));
      mkdirSync(own);
      const outcome = await runTestFile(job, own, signal);
      if (signal.aborted) return;
      total.passed += outcome.counts.passed;
      total.failed += failed(outcome);
      total.skipped += outcome.counts.skipped;
      if (failed(outcome) > 0) failures.push(title(job));
      process.stdout.write(described(job, outcome));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  signal.throwIfAborted();
  if (failures.length > 0)
    process.stdout.write(`\nFailed:\n${failures.map((name) => `  ${name}\n`).join("")}\n`);
  if (total.skipped > 0) process.stdout.write(`${total.skipped} skipped\n`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  return total.failed > 0 ? 1 : 0;
}

interface Options {
  readonly filters: readonly string[];
  readonly specs: readonly string[];
  readonly jobs: number;
  readonly timeout: number | undefined;
}

function readOptions(args: readonly string[]): Options | "help" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  const jobs = Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1) {
    throw new BadInput(`--jobs ${values.jobs} is wrong: expected a whole number above 0`);
  }
  const timeout = values.timeout === undefined ? undefined : Number(values.timeout);
  if (timeout !== undefined && !(timeout > 0)) {
    throw new BadInput(`--timeout ${values.timeout} is wrong: expected seconds above 0`);
  }
  const specs = values.runtime?.flatMap((names) => names.split(",")) ?? Object.keys(testArguments);
  return { filters: positionals, specs, jobs, timeout };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        runtime: { type: "string", short: "r", multiple: true },
        jobs: { type: "string", short: "j", default: String(availableParallelism()) },
        timeout: { type: "string", short: "t" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new BadInput(`${error instanceof Error ? error.message : error}; --help shows what there is`, {
      cause: error,
    });
  }
}

/** The slow ones first: they run beside the many short ones, not after them. */
async function plan({ filters, specs, timeout }: Options, signal: AbortSignal): Promise<TestJob[]> {
  const files = globSync("test/**/*.test.ts")
    .sort()
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)));
  if (files.length === 0)
    throw new BadInput(`No test file under test/ has ${filters.join(" or ")} in its path`);
  const notice = (line: string) => process.stderr.write(`${line}\n`);
  const found = await resolveRuntimes(specs, { signal, notice });
  const runtimes = found.filter((runtime) => runtime.kind === "javascript");
  if (runtimes.length < found.length) throw new BadInput("The tests run on node, deno and bun only");
  const pinnedNode = runtimes.filter(({ spec }) => spec === "node");
  const isLibrary = (file: string) =>
    ["shared", "runners"].some((room) => file.startsWith(path.join("test", room, path.sep)));
  return [
    ...jobsOf(
      files.filter((file) => !isLibrary(file)),
      pinnedNode,
      timeout ?? driverTimeout,
    ),
    ...jobsOf(files.filter(isLibrary), runtimes, timeout ?? libraryTimeout),
  ];
}

function jobsOf(
  files: readonly string[],
  runtimes: readonly JavaScriptRuntime[],
  timeout: number,
): TestJob[] {
  return files.flatMap((file) => runtimes.map((runtime) => ({ runtime, file, timeout })));
}

function failed({ counts, problem }: TestOutcome): number {
  return counts.failed + (problem === undefined ? 0 : 1);
}

function title({ runtime, file }: TestJob): string {
  return `${runtime.spec.padEnd(4)} ${file}`;
}

/** One line if all is well; else all that it printed as well. */
function described(job: TestJob, outcome: TestOutcome): string {
  const { counts, problem, output, seconds } = outcome;
  const numbers = [
    `${counts.passed} passed`,
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.skipped > 0 ? [`${counts.skipped} skipped`] : []),
    ...(problem === undefined ? [] : [problem]),
  ].join(", ");
  const line = `${title(job)}  ${numbers} (${seconds.toFixed(1)} s)`;
  if (failed(outcome) === 0) return `${styleText("green", "✔")} ${line}\n`;
  return `${styleText("red", "✖")} ${line}\n${indent(output)}\n`;
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, "    ");
}

/** Calls `work` for each item, `width` at a time. */
async function eachOf<T>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<void>,
) {
  const rest = items.entries();
  const lane = async () => {
    for (const [index, item] of rest) await work(item, index);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
