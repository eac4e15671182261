import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import os from "node:os";
import { join, relative } from "node:path";
import process from "node:process";
import { BadInput } from "../command-line/bad-input.ts";
import { version } from "../command-line/version.ts";
import { measuredFolders } from "../files/folders.ts";
import { folderHash, moduleHashes } from "../files/module-files.ts";
import type { InstalledRuntime, KnownRuntime } from "../releases/installed-runtime.ts";
import { coresOf } from "./cores.ts";
import type { Plan } from "./plan.ts";
import type { Part } from "./shards/part.ts";

/** `environment.json` of a run: everything that somebody needs to judge it, or to repeat it. */
export interface Environment {
  readonly run: string;
  /** Version of worker-matrix. */
  readonly version: string;
  /** The arguments as they were typed. With `seed` they repeat the run. */
  readonly commandLine: readonly string[];
  readonly seed: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly machine: Machine;
  readonly runtimes: readonly Record<string, unknown>[];
  /** Of the files of worker-matrix that measured processes load. */
  readonly suiteSha256?: string;
  /** With a hash over the module and the files that it imports. */
  readonly workloads?: readonly { readonly name: string; readonly sha256: string }[];
  /** The folder that relative paths of the command line start from, seen from that of the run. */
  readonly startedIn?: string;
  readonly started: string;
  /** Absent while the run goes on, and when it was interrupted. */
  readonly finished?: string;
  /** Load of the machine in the minute before: what else it was busy with. */
  readonly loadBefore: number;
  /** Where a run is added to: how long had been measured before the last time, in milliseconds. A budget is for each time. */
  readonly spentBeforeMs?: number;
  /** Of a history: its releases, as they were found when it was last begun or added to. */
  readonly history?: HistoryRecord;
  /** Which part of which plan it is. */
  readonly shard?: ShardRecord;
  /** Of a run that was put together: what it was made of. */
  readonly merged?: MergedRecord;
  /** And each of its machines; `machine` then says what they have in common. */
  readonly machines?: readonly NamedMachine[];
}

/** What a history consists of, for as long as it is added to. */
export interface HistoryRecord {
  /** The release that all others meet. */
  readonly reference: string;
  /** What is followed: cells without their runtime. */
  readonly cells: readonly string[];
  readonly releases: readonly { readonly version: string; readonly published?: string | undefined }[];
  /** When it was begun, and each time that it was added to: ISO 8601. */
  readonly sessions: readonly string[];
}

/** A shard's place in its plan. */
interface ShardRecord extends Part {
  /** Hash of the plan. */
  readonly plan: string;
  /** How many processes it has come to, once it has finished. */
  readonly processes?: number;
}

interface MergedRecord {
  /** Hash of the plan. */
  readonly plan: string;
  readonly shards: readonly MergedShard[];
  /** One sentence for each thing that is not there. */
  readonly missing: readonly string[];
}

interface MergedShard extends Part {
  readonly machine: string;
  readonly started: string;
  readonly finished?: string;
  readonly processes: number;
}

/** A machine with what it is called in the files of its run. */
export interface NamedMachine extends Machine {
  readonly name: string;
}

/** The machine that a run was made on, as far as it can be known without special rights. */
export interface Machine {
  /** A hash that tells machines apart, and nothing else. */
  readonly id: string;
  /** A hash of when it was started, where that is known: machines that were made from one image may have the same `id`. */
  readonly boot?: string;
  readonly os: string;
  readonly arch: string;
  readonly cpu: string;
  /** How many threads it can run at once: fewer than it has cores, where the run was bound to some (`taskset`), or has a quota. */
  readonly cores: number;
  readonly coresPresent: number;
  /** As in `Cores`. */
  readonly cpuQuota?: number;
  readonly memoryMb: number;
}

/** Describes this machine. */
function describeMachine(): Machine {
  const { usable, present, quota } = coresOf();
  return {
    id: hashOf(identity()).slice(0, 12),
    ...bootOf(),
    os: `${os.type()} ${os.release()}`,
    arch: os.arch(),
    cpu: os.cpus()[0]?.model.trim() ?? "unknown",
    cores: usable,
    coresPresent: present,
    ...(quota !== undefined && { cpuQuota: quota }),
    memoryMb: Math.round(os.totalmem() / 2 ** 20),
  };
}

/**
 * Describes a run that is about to start.
 *
 * @param settings what else the method consists of
 */
export async function describeRun(
  { path, name }: { readonly path: string; readonly name: string },
  commandLine: readonly string[],
  seed: number,
  settings: Environment["settings"],
  { runtimes, plan }: { readonly runtimes: readonly InstalledRuntime[]; readonly plan: Plan },
): Promise<Environment> {
  const workloads = [...new Set(plan.cells.map(({ workload }) => workload))];
  const hashes = await moduleHashes(workloads.map(({ path }) => path));
  return {
    run: name,
    version,
    commandLine,
    seed,
    settings,
    machine: describeMachine(),
    runtimes: describeRuntimes(runtimes),
    suiteSha256: folderHash(...measuredFolders),
    workloads: workloads.map(({ name }, index) => ({ name, sha256: hashes[index] ?? "" })),
    startedIn: relative(path, process.cwd()),
    started: new Date().toISOString(),
    loadBefore: os.loadavg()[0] ?? 0,
  };
}

/** Reads what `describeRun` made. @throws {BadInput} where there is no run */
export function readEnvironment(folder: string): Environment {
  const path = join(folder, "environment.json");
  try {
    const environment: Environment = JSON.parse(readFileSync(path, "utf8"));
    if (!Array.isArray(environment.commandLine)) throw new TypeError("it has no commandLine");
    return environment;
  } catch (error) {
    const reason = (error as Error).message.replace(/\s+/g, " ");
    throw new BadInput(`Cannot read "${path}": expected the folder of a run (${reason})`, { cause: error });
  }
}

/** What is recorded of the runtimes of a run. */
export function describeRuntimes(runtimes: readonly KnownRuntime[]): Environment["runtimes"] {
  return runtimes.map(describeRuntime);
}

function describeRuntime(runtime: KnownRuntime): Record<string, unknown> {
  const { spec, name, label } = runtime;
  if (runtime.status === "not installed")
    return { spec, name, label, status: runtime.status, reason: runtime.reason };
  return { spec, name, label, status: runtime.status, version: runtime.version, engine: runtime.engine };
}

function hashOf(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}

function bootOf(): Pick<Machine, "boot"> {
  try {
    return { boot: hashOf(readFileSync("/proc/sys/kernel/random/boot_id", "utf8")).slice(0, 12) };
  } catch {
    return {}; // another system
  }
}

function identity(): string {
  try {
    return readFileSync("/etc/machine-id", "utf8");
  } catch {
    return os.hostname();
  }
}
