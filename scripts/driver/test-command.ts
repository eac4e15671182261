import { globSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { parseArgs, styleText } from "node:util";
import { runTestFile, type TestJob, type TestOutcome } from "./run-test-file.ts";
import { testRuntimes } from "./test-runtimes.ts";

const libraryTimeout = 180;
const driverTimeout = 600;

const help = `Usage: npm test -- [FILTER…] [--runtime node,deno,bun]

Runs the tests: those of the library on all three runtimes, the others on Node. A FILTER is part of a file's path.

  -r, --runtime NAMES   only these runtimes
  -j, --jobs N          files at a time (default: the cores)
  -t, --timeout SECONDS after which a file counts as hung (default: ${libraryTimeout}, of the driver's ${driverTimeout})
  -h, --help            this text

Examples:
  npm test
  npm test -- task-group
  npm test -- library --runtime bun`;

/**
 * Runs the tests and returns the exit status: 0 if all passed, 1 if not, 2 for wrong arguments, 130 when interrupted.
 * Each file runs in a process of its own, so that one that crashes or hangs takes nothing else with it.
 */
export async function testCommand(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === "number") return options;
  const jobs = plan(options);
  if (jobs.length === 0) return refuse(`No test file matches ${options.filters.join(" ")}`);

  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  const folder = mkdtempSync(path.join(tmpdir(), "worker-matrix-test-"));
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  try {
    await eachOf(jobs, options.jobs, async (job, index) => {
      if (interruption.signal.aborted) return;
      const outcome = await run(job, path.join(folder, String(index)), interruption.signal);
      if (interruption.signal.aborted) return;
      total.passed += outcome.counts.passed;
      total.failed += failed(outcome);
      total.skipped += outcome.counts.skipped;
      if (failed(outcome) > 0) failures.push(title(job));
      process.stdout.write(described(job, outcome));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (interruption.signal.aborted) return 130;
  if (failures.length > 0) {
    process.stdout.write(`\nFailed:\n${failures.map((failure) => `  ${failure}\n`).join("")}\n`);
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
  return total.failed > 0 ? 1 : 0;
}

interface Options {
  readonly filters: readonly string[];
  readonly runtimes: readonly string[];
  readonly jobs: number;
  readonly timeout: number | undefined;
}

function readOptions(args: readonly string[]): Options | number {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        runtime: { type: "string", short: "r", multiple: true },
        jobs: { type: "string", short: "j", default: String(availableParallelism()) },
        timeout: { type: "string", short: "t" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) {
      process.stdout.write(`${help}\n`);
      return 0;
    }
    const known = Object.keys(testRuntimes);
    const runtimes = values.runtime?.flatMap((names) => names.split(",")) ?? known;
    const unknown = runtimes.find((name) => !known.includes(name));
    if (unknown !== undefined) return refuse(`Unknown runtime "${unknown}" (known: ${known.join(", ")})`);
    const jobs = Number(values.jobs);
    if (!Number.isInteger(jobs) || jobs < 1)
      return refuse(`--jobs ${values.jobs} is no whole number above 0`);
    const timeout = values.timeout === undefined ? undefined : Number(values.timeout);
    if (timeout !== undefined && !(timeout > 0))
      return refuse(`--timeout ${values.timeout} is no number above 0`);
    return { filters: positionals, runtimes, jobs, timeout };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n`);
  return 2;
}

/** The slow ones first: they run beside the many short ones, not after them. */
function plan({ filters, runtimes, timeout }: Options): TestJob[] {
  const files = globSync("test/**/*.test.ts")
    .sort()
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)));
  const isLibrary = (file: string) => file.startsWith(path.join("test", "library"));
  const driver = runtimes.includes("node") ? files.filter((file) => !isLibrary(file)) : [];
  return [
    ...driver.map((file) => ({ runtime: "node", file, timeout: timeout ?? driverTimeout })),
    ...files
      .filter(isLibrary)
      .flatMap((file) => runtimes.map((runtime) => ({ runtime, file, timeout: timeout ?? libraryTimeout }))),
  ];
}

async function run(job: TestJob, folder: string, signal: AbortSignal): Promise<TestOutcome> {
  const runtime = testRuntimes[job.runtime];
  const binary = runtime?.binary();
  if (runtime === undefined || binary === undefined) {
    const problem = `${job.runtime} is not installed for this machine: run npm ci, without --omit=optional`;
    return { counts: { passed: 0, failed: 0, skipped: 0 }, problem, output: "", seconds: 0 };
  }
  mkdirSync(folder);
  return await runTestFile(job, runtime, binary, folder, signal);
}

function failed({ counts, problem }: TestOutcome): number {
  return counts.failed + (problem === undefined ? 0 : 1);
}

function title({ runtime, file }: TestJob): string {
  return `${runtime.padEnd(4)} ${file}`;
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
