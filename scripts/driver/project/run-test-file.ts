import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { pinnedNode } from "../command-line/pinned-node.mjs";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import { junitCounts, type TestCounts } from "./junit-counts.ts";
import { testArguments } from "./test-runtimes.ts";

/** One process that runs the tests of one file under one runtime. */
export interface TestJob {
  readonly runtime: JavaScriptRuntime;
  /** Path of the file, from the root of the repository. */
  readonly file: string;
  /** Seconds after which it counts as hung. */
  readonly timeout: number;
}

/** What came of it. A problem is a failure that the report does not have: a crash, a hang, no test at all. */
export interface TestOutcome {
  readonly counts: TestCounts;
  readonly problem: string | undefined;
  /** What it printed. */
  readonly output: string;
  readonly seconds: number;
}

/**
 * Runs the tests of a file, and kills them with everything they started when they take too long or `signal` aborts.
 *
 * @param folder for the report and the output; nobody else's
 */
export async function runTestFile(job: TestJob, folder: string, signal: AbortSignal): Promise<TestOutcome> {
  const started = performance.now();
  const log = path.join(folder, "output.txt");
  const report = path.join(folder, "report.xml");
  const output = openSync(log, "w");
  // Into a file, not a pipe: a thread or a grandchild that burns on cannot hold us here.
  const argumentsOf = testArguments[job.runtime.name];
  if (argumentsOf === undefined)
    throw new Error(`scripts/driver/project/test-runtimes.ts has no row for ${job.runtime.name}`);
  const args = argumentsOf(job.runtime, path.resolve(job.file), report);
  const child = spawn(job.runtime.path, args, {
    stdio: ["ignore", output, output],
    detached: true,
    env: {
      ...process.env,
      ...colours(),
      DENO_NO_UPDATE_CHECK: "1",
      // As a measured process has it.
      WORKER_MATRIX_NODE: pinnedNode() ?? process.execPath,
      // Else Node strips the types of the same modules again in each process and each worker.
      NODE_COMPILE_CACHE: path.resolve(folder, "..", "compiled"),
    },
  });
  closeSync(output);
  const end = await ended(child, job.timeout, signal);
  const counts = junitCounts(read(report));
  return {
    counts,
    problem: problemOf(end, counts, job.timeout),
    output: read(log),
    seconds: (performance.now() - started) / 1000,
  };
}

type End =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "crash"; readonly how: string }
  | { readonly kind: "hang" };

function ended(child: ChildProcess, timeout: number, signal: AbortSignal): Promise<End> {
  return new Promise((resolve) => {
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      killGroup(child);
    }, timeout * 1000);
    const interrupted = () => killGroup(child);
    signal.addEventListener("abort", interrupted);
    const settle = (end: End) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", interrupted);
      // What it left running would disturb, or outlive, the rest.
      killGroup(child);
      resolve(end);
    };
    child.on("error", (error) => settle({ kind: "crash", how: error.message }));
    child.on("exit", (code, killer) => {
      if (hung) settle({ kind: "hang" });
      else if (code === null) settle({ kind: "crash", how: `ended by ${killer}` });
      else settle({ kind: "exit", code });
    });
    if (signal.aborted) interrupted();
  });
}

/** Ends the process and all that it started and did not put into a group of its own. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {}
}

function problemOf(end: End, counts: TestCounts, timeout: number): string | undefined {
  if (end.kind === "hang") return `hung: killed after ${timeout} s`;
  if (end.kind === "crash") return `crashed: ${end.how}`;
  if (end.code !== 0 && counts.failed === 0) return `crashed: exit status ${end.code} without a failed test`;
  if (counts.passed + counts.failed + counts.skipped === 0) return "ran no test";
  return undefined;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function colours(): Record<string, string> {
  return process.stdout.hasColors?.() ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
}
