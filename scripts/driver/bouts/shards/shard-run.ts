import { join } from "node:path";
import { BadInput } from "../../command-line/bad-input.ts";
import { counted } from "../../command-line/counted.ts";
import { harmlessText } from "../../files/csv.ts";
import { type Environment, readEnvironment } from "../environment.ts";
import type { ProcessRecord } from "../process-record.ts";
import { readProcesses } from "../read-processes.ts";
import { type Part, partText } from "./part.ts";
import { differenceOf, type PlanFile, planFileName, readPlanFile } from "./plan-file.ts";

/** What one machine has measured of a plan, as its folder has it. */
export interface ShardRun {
  readonly folder: string;
  readonly part: Part;
  readonly plan: PlanFile;
  readonly environment: Environment;
  /** Those that are whole. */
  readonly processes: ProcessRecord[];
  /** Why not all is there that belongs to it; `undefined` if it is. */
  readonly gap: string | undefined;
}

/** Reads the folder of a shard. @throws {BadInput} for what is none, or has something else in it */
export function readShardRun(folder: string): ShardRun {
  const environment = readEnvironment(folder);
  const { shard, finished } = environment;
  if (shard === undefined) {
    throw new BadInput(`Cannot merge "${folder}": it is no shard; expected a run that was made with --shard`);
  }
  const plan = readPlanFile(join(folder, planFileName));
  if (plan === undefined) throw new BadInput(`Cannot merge "${folder}": it has no ${planFileName}`);
  if (plan.sha256 !== shard.plan) {
    throw new BadInput(`Cannot merge "${folder}": its ${planFileName} is of another plan than its samples`);
  }
  const { processes, lost } = readProcesses(folder);
  const part = { index: shard.index, of: shard.of };
  const fewer = (shard.processes ?? 0) - processes.length;
  const gap =
    finished === undefined
      ? `it has not finished (${counted(processes.length, "process", "processes")} so far)`
      : lost > 0 || fewer > 0
        ? `its files are cut off (${Math.max(lost, fewer)} of ${shard.processes ?? processes.length + lost} processes are not whole)`
        : undefined;
  return { folder, part, plan, environment, processes: ownProcesses(folder, plan, processes), gap };
}

/** With the names that their cells have in the plan. @throws {BadInput} for one that is not in it */
function ownProcesses(
  folder: string,
  { cells, groups }: PlanFile,
  processes: readonly ProcessRecord[],
): ProcessRecord[] {
  const ids = new Map(cells.map(({ id }) => [harmlessText(id), id]));
  const names = new Map(groups.map(({ id }) => [harmlessText(id), id]));
  return processes.map((process) => {
    const [cell, group] = [ids.get(process.cell), names.get(process.group)];
    if (cell !== undefined && group !== undefined) return { ...process, cell, group };
    throw new BadInput(
      `Cannot merge "${folder}": it has samples of ${process.cell}, which its plan does not have`,
    );
  });
}

/** The shards of one plan. */
export interface ShardSet {
  readonly plan: PlanFile;
  /** In the order of their numbers, and of two with one number, of when they began. */
  readonly runs: readonly ShardRun[];
  /** One sentence for each thing that is not there. */
  readonly missing: readonly string[];
}

/**
 * Puts shards together that belong to each other.
 *
 * @param isPartial takes what is there
 * @throws {BadInput} for one of another plan, and for one that is missing, doubled or not whole unless `isPartial`
 */
export function shardSet(all: readonly ShardRun[], isPartial: boolean): ShardSet {
  const [first] = all;
  if (first === undefined) throw new TypeError("No shards");
  const { plan, part } = first;
  for (const other of all) {
    if (other.plan.sha256 !== plan.sha256) {
      throw new BadInput(
        `Cannot merge "${other.folder}" with "${first.folder}": they are shards of two plans, with ${differenceOf(other.plan, plan)}`,
      );
    }
    if (other.part.of !== part.of) {
      throw new BadInput(
        `Cannot merge "${other.folder}" with "${first.folder}": shard ${partText(other.part)} and shard ${partText(part)} are of two ways to share the plan out`,
      );
    }
  }
  const runs = all.toSorted(
    (a, b) =>
      a.part.index - b.part.index ||
      a.environment.started.localeCompare(b.environment.started) ||
      a.environment.machine.id.localeCompare(b.environment.machine.id),
  );
  refuseCopies(runs);
  const missing = missingOf(runs, part.of);
  const doubled = runs.find((run, index) => runs[index - 1]?.part.index === run.part.index);
  if (isPartial) return { plan, runs, missing };
  const [gap] = missing;
  if (gap !== undefined) {
    const more = missing.length > 1 ? ` (and ${missing.length - 1} more)` : "";
    throw new BadInput(`Cannot merge: ${gap}${more}; measure it, or merge what is there with --partial`);
  }
  if (doubled !== undefined) {
    const other = runs[runs.indexOf(doubled) - 1];
    throw new BadInput(
      `Cannot merge: shard ${partText(doubled.part)} is there twice, "${other?.folder}" and "${doubled.folder}"; leave one out, or count the bouts of both with --partial`,
    );
  }
  return { plan, runs, missing };
}

/** The same bouts would count twice. @throws {BadInput} */
function refuseCopies(runs: readonly ShardRun[]): void {
  const begun = Map.groupBy(
    runs,
    ({ part, environment: { started, machine } }) => `${part.index} ${started} ${machine.id} ${machine.boot}`,
  );
  for (const [one, other] of begun.values()) {
    if (one === undefined || other === undefined) continue;
    throw new BadInput(
      `Cannot merge: "${one.folder}" and "${other.folder}" are the same run of shard ${partText(one.part)}; leave one out`,
    );
  }
}

function missingOf(runs: readonly ShardRun[], of: number): string[] {
  return Array.from({ length: of }, (_, place) => place + 1).flatMap((index) => {
    const own = runs.filter(({ part }) => part.index === index);
    if (own.some(({ gap }) => gap === undefined)) return [];
    const shown = `shard ${partText({ index, of })}`;
    return own.length === 0
      ? `${shown} is missing`
      : own.map(({ folder, gap }) => `${shown} ("${folder}"): ${gap}`);
  });
}
