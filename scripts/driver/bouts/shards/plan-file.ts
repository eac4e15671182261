import { createHash } from "node:crypto";
import { linkSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { BadInput } from "../../command-line/bad-input.ts";
import { systemErrorText } from "../../command-line/system-error.ts";
import { textIfThere } from "../../files/read-file.ts";
import type { KnownRuntime } from "../../releases/installed-runtime.ts";
import type { Design } from "../../statistics/sequential-test.ts";
import type { Environment } from "../environment.ts";
import type { Question } from "../plan.ts";

/** Everything that the shards of a run have in common, and that it takes to merge them: a file that `--plan` names. */
export interface PlanFile extends PlanContent {
  /** Over all that stands before it: what shards are known by to belong together. */
  readonly sha256: string;
}

export interface PlanContent {
  /** `matrix`, `upgrade`. */
  readonly command: string;
  /** Version of worker-matrix. */
  readonly version: string;
  /** Arguments that give this plan again, with what depends on the machine where they were typed. */
  readonly commandLine: readonly string[];
  readonly seed: number;
  readonly settings: Environment["settings"];
  readonly runtimes: readonly KnownRuntime[];
  readonly suiteSha256: string;
  readonly workloads: readonly PlannedModule[];
  /** In the order of the tables. */
  readonly cells: readonly PlannedCell[];
  readonly groups: readonly PlannedGroup[];
  readonly comparisons: readonly PlannedComparison[];
  /** After how many pairs a series is looked at, at which level: those of the whole. */
  readonly looks: Design;
  /** Of a plan that measures again, on other machines, what shards of another one have found. */
  readonly confirms?: Confirmed;
}

interface Confirmed {
  /** Hash of the plan whose shards found it. */
  readonly plan: string;
  /** The machines that found it. */
  readonly machines: readonly string[];
}

interface PlannedModule {
  readonly name: string;
  /** Of one that is not ours: its path, from the folder that the plan was made in. */
  readonly file?: string;
  readonly sha256: string;
}

interface PlannedCell {
  readonly id: string;
  /** The runtime's label. */
  readonly runtime: string;
  readonly workload: string;
  readonly executor: string;
  readonly threads: number;
  readonly tasks: number;
  readonly size: number;
}

interface PlannedGroup {
  readonly id: string;
  readonly work: string;
  /** Those who meet, by their ids. */
  readonly cells: readonly string[];
  /** How long a bout takes, about. */
  readonly boutSeconds: number;
}

interface PlannedComparison {
  readonly id: string;
  readonly group: string;
  readonly question: Question;
  readonly baseline: string;
  readonly cell: string;
  readonly words: Readonly<Record<"baseline" | "cell", string>>;
}

/** The name of the plan in the folder of a shard. */
export const planFileName = "plan.json";

export function sealed(content: PlanContent): PlanFile {
  return { ...content, sha256: hashOf(content) };
}

export function planText(plan: PlanFile): string {
  return `${JSON.stringify(plan, null, 1)}\n`;
}

/** Reads a plan; `undefined` where there is no such file. @throws {BadInput} for what is none, or is not as it was written */
export function readPlanFile(path: string): PlanFile | undefined {
  const text = textIfThere(path);
  if (text === undefined) return undefined;
  const plan = parsed(path, text);
  const { sha256, ...content } = plan;
  if (hashOf(content) !== sha256) {
    throw new BadInput(
      `Cannot use the plan "${path}": it was changed after it was written (its hash is another one); make it again`,
    );
  }
  return plan;
}

/**
 * Writes a plan where there is none yet: of several shards that begin at the same time, one makes it, and the others read that.
 *
 * @returns the plan that the file has now
 * @throws {BadInput} when it cannot be written
 */
export function writePlanFile(path: string, plan: PlanFile): PlanFile {
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, planText(plan));
    linkSync(part, path);
    return plan;
  } catch (error) {
    const there = (error as NodeJS.ErrnoException).code === "EEXIST" ? readPlanFile(path) : undefined;
    if (there !== undefined) return there;
    const { errno = 0, message } = error as NodeJS.ErrnoException;
    throw new BadInput(`Cannot write the plan "${path}": ${errno < 0 ? systemErrorText(errno) : message}`, {
      cause: error,
    });
  } finally {
    rmSync(part, { force: true });
  }
}

function parsed(path: string, text: string): PlanFile {
  try {
    const plan: Partial<PlanFile> = JSON.parse(text);
    if (plan.sha256 === undefined || !Array.isArray(plan.groups)) throw new TypeError("it has no groups");
    return plan as PlanFile;
  } catch (error) {
    const reason = (error as Error).message.replace(/\s+/g, " ");
    throw new BadInput(`Cannot use the plan "${path}": expected a file that --plan has written (${reason})`, {
      cause: error,
    });
  }
}

function hashOf(content: PlanContent): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

/** The first thing in which two plans differ, as `what` with both values; `undefined` where they are the same. */
export function differenceOf(one: PlanFile, other: PlanFile): string | undefined {
  if (one.sha256 === other.sha256) return undefined;
  for (const [what, show] of facts) {
    const [first, second] = [show(one), show(other)];
    const at = first.findIndex((each, index) => each !== second[index]);
    if (at !== -1 || first.length !== second.length) {
      const place = at === -1 ? Math.min(first.length, second.length) : at;
      return `${what} ${first[place] ?? "none"}, and ${second[place] ?? "none"}`;
    }
  }
  return "how long its bouts are expected to take";
}

const facts: readonly (readonly [what: string, show: (plan: PlanFile) => readonly string[]])[] = [
  ["the command", ({ command }) => [command]],
  ["worker-matrix", ({ version }) => [version]],
  ["the seed", ({ seed }) => [String(seed)]],
  ["the argument", ({ commandLine }) => commandLine],
  ["the runtime", ({ runtimes }) => runtimes.map(runtimeText)],
  ["the workload", ({ workloads }) => workloads.map(({ name, sha256 }) => `${name} (${sha256.slice(0, 8)})`)],
  ["the files of worker-matrix", ({ suiteSha256 }) => [suiteSha256.slice(0, 8)]],
  ["the settings", ({ settings }) => [JSON.stringify(settings)]],
  ["the cell", ({ cells }) => cells.map(({ id }) => id)],
  ["the group", ({ groups }) => groups.map(({ id }) => id)],
];

function runtimeText(runtime: KnownRuntime): string {
  return runtime.status === "ready"
    ? `${runtime.label} (${runtime.version}, ${runtime.engine})`
    : `${runtime.label} (${runtime.status})`;
}
