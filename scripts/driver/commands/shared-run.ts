import process from "node:process";
import type { KnownComparison, Plan } from "../bouts/plan.ts";
import { balance, type Shares } from "../bouts/shards/balance.ts";
import { describePlan } from "../bouts/shards/describe-plan.ts";
import { expectedTimes } from "../bouts/shards/expected-times.ts";
import { countIn, type Part, partText } from "../bouts/shards/part.ts";
import { differenceOf, type PlanFile, writePlanFile } from "../bouts/shards/plan-file.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { counted } from "../command-line/counted.ts";
import { duration } from "../command-line/duration.ts";
import { typedCommand } from "../command-line/typed-command.ts";
import { commandWords } from "../files/command-words.ts";
import { Judgements } from "../judge/judgements.ts";
import type { Threshold } from "../judge/threshold.ts";
import type { Design } from "../statistics/sequential-test.ts";
import type { MeasuringOptions } from "./measuring-options.ts";
import type { Sharing } from "./sharing-options.ts";

/** What one machine measures of a plan. */
export interface Shard {
  readonly plan: PlanFile;
  readonly part: Part;
  readonly shares: Shares;
}

/**
 * The plan of a run that is shared out: the one that was given, if this machine comes to the same, or a new one.
 *
 * @param looks those of the whole
 * @throws {BadInput} where this machine would measure something else
 */
export async function sharedPlan(
  command: string,
  sharing: Sharing,
  options: MeasuringOptions,
  settings: PlanFile["settings"],
  prepared: Parameters<typeof describePlan>[1],
  looks: Design,
): Promise<PlanFile> {
  const { plan: given } = sharing;
  const times = expectedTimes(sharing.times);
  const planned = new Map(given?.groups.map(({ id, boutSeconds }) => [id, boutSeconds]));
  const commandLine = given?.commandLine ?? withThreads(sharing.commandLine, options.threads);
  const made = await describePlan(
    {
      ...{ command, commandLine, seed: options.seed, settings, looks },
      ...(given?.confirms && { confirms: given.confirms }),
    },
    prepared,
    ({ id, contenders }) =>
      planned.get(id) ?? contenders.reduce((sum, contender) => sum + times(contender), 0),
  );
  if (given === undefined) return sharing.file === undefined ? made : writtenPlan(sharing.file, made);
  const difference = differenceOf(given, made);
  if (difference === undefined) return given;
  throw new BadInput(
    `Cannot measure the plan "${sharing.file}" here: it has ${difference} is what there is here; make the same available, or make a new plan`,
  );
}

/** Of several shards that begin at once, one writes the plan: the others have to come to the same. @throws {BadInput} */
function writtenPlan(file: string, made: PlanFile): PlanFile {
  const written = writePlanFile(file, made);
  const difference = differenceOf(written, made);
  if (difference === undefined) return written;
  throw new BadInput(
    `Cannot write the plan "${file}": another one was written there meanwhile, with ${difference} here`,
  );
}

/** What depends on the machine where a plan is made is said in it. */
function withThreads(commandLine: readonly string[], threads: readonly number[]): string[] {
  const isGiven = commandLine.some((argument) => /^--threads(?:=|$)/.test(argument));
  return isGiven ? [...commandLine] : [...commandLine, "--threads", threads.join(",")];
}

/** After how many pairs these comparisons are looked at, as long as nothing is found. */
export function looksOf(comparisons: readonly KnownComparison[], threshold: Threshold): Design {
  const [first] = comparisons;
  const nothing = { processes: [], processesOf: () => [] };
  return first === undefined ? [] : new Judgements(nothing, comparisons, threshold).judging(first).design;
}

/** The part of a plan that a shard measures. @throws {BadInput} where it has no such part */
export function shardOf(plan: PlanFile, part: Part, { extent }: MeasuringOptions): Shard {
  const shares = balance(plan.groups, part.of, extent)[part.index - 1];
  if (shares === undefined) throw new TypeError(`No part ${partText(part)}`);
  return { plan, part, shares };
}

/** What of a whole plan belongs to a shard. */
export function partOf(plan: Plan, { shares }: Shard): Plan {
  return ofGroups(plan, shares);
}

/** A run as a plan has it that measures only some of its groups again. */
export function narrowed<Prepared extends { readonly plan: Plan }>(
  prepared: Prepared,
  plan: PlanFile | undefined,
): Prepared {
  if (plan?.confirms === undefined) return prepared;
  const groups = new Set(plan.groups.map(({ id }) => id));
  return { ...prepared, plan: ofGroups(prepared.plan, groups) };
}

function ofGroups({ cells, groups }: Plan, wanted: { has(id: string): boolean }): Plan {
  const own = groups.filter(({ id }) => wanted.has(id));
  const measured = new Set(own.flatMap(({ contenders }) => contenders.map(({ id }) => id)));
  return { cells: cells.filter(({ id }) => measured.has(id)), groups: own };
}

/** How long a shard takes, about: where it goes by bouts. */
export function shardText({ plan, part, shares }: Shard, { extent }: MeasuringOptions): string {
  const groups = plan.groups.filter(({ id }) => shares.has(id));
  const what = `Shard ${partText(part)}: ${counted(groups.length, "group")} of ${plan.groups.length}`;
  if (extent.kind === "budget") return `${what}, at most ${duration(extent.budgetMs)}`;
  const bouts = groups.map(({ id, boutSeconds }) => {
    const count = countIn(shares.get(id) ?? { index: 1, of: 1 }, extent.rounds);
    return { count, seconds: count * boutSeconds };
  });
  const total = bouts.reduce((sum, { count }) => sum + count, 0);
  const seconds = bouts.reduce((sum, each) => sum + each.seconds, 0);
  return `${what}, ${counted(total, "bout")}, about ${duration(1000 * seconds)}`;
}

/** What is said of a plan that has been written. */
export function planText(plan: PlanFile, file: string): string {
  const { command, cells, groups, comparisons } = plan;
  const words = [...commandWords(command), "--plan", file, "--shard", "1/3"];
  return [
    `${file}: ${counted(cells.length, "cell")} in ${counted(groups.length, "group")}, ${counted(comparisons.length, "comparison")}; ${comparisons.length > 0 ? `looks after ${plan.looks.map(({ pairs }) => pairs).join(", ")} bouts; ` : ""}${plan.sha256.slice(0, 12)}`,
    `Measure a part of it with ${typedCommand(words)}, and so on; then put them together with ${typedCommand([...commandWords("merge"), "DIR…", "--out", "DIR"])}`,
  ].join("\n");
}

/** What a shard says when it has ended. */
export function shardEnded({ part }: Shard, shownFolder: string, processes: number): void {
  process.stdout.write(
    `${shownFolder}: shard ${partText(part)}, ${counted(processes, "process", "processes")} measured; merge.mjs judges it with the others\n`,
  );
}
