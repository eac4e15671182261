import process from "node:process";
import semver from "semver";
import type { Surroundings } from "../bouts/bout.ts";
import type { HistoryRecord } from "../bouts/environment.ts";
import { HistoryPlan } from "../bouts/history-plan.ts";
import { peerVersions } from "../bouts/peer-versions.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { counted } from "../command-line/counted.ts";
import { duration } from "../command-line/duration.ts";
import { Chronicle, surveyBouts } from "../judge/history/chronicle.ts";
import { confidenceOf } from "../judge/judge-series.ts";
import { CacheLimit } from "../releases/cache-limit.ts";
import { DeferredRuntime } from "../releases/deferred-runtime.ts";
import { findReleaseRange } from "../releases/find-release-path.ts";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import { resolveRuntimes } from "../releases/resolve-runtimes.ts";
import { cacheFolder } from "../releases/runtime-cache.ts";
import { nothingDecided } from "../report/publish-upgrade.ts";
import { meetingText } from "../report/release-history/meeting-text.ts";
import { publishReleaseHistory, writeHistory } from "../report/release-history/publish-release-history.ts";
import { type HistoryOptions, historyHelp, readHistoryOptions } from "./history-options.ts";
import { HistorySteering } from "./history-steering.ts";
import {
  type Earlier,
  type FinishedRun,
  type MeasuringCommand,
  measuringCommand,
  type PreparedRun,
} from "./measuring-command.ts";
import { isJavaScript, prepare } from "./prepare.ts";
import { runCommand } from "./run-command.ts";

/** `history.mjs`: follows workloads over the releases of a range. Resolves to the exit status of contract §6. */
export function historyCommand(args: readonly string[]): Promise<number> {
  return runCommand(() => measuringCommand(history, args), nothingDecided);
}

interface PreparedHistory extends PreparedRun {
  readonly plan: HistoryPlan;
  /** In the order of the range. */
  readonly releases: readonly DeferredRuntime[];
  readonly record: Omit<HistoryRecord, "sessions">;
  install(label: string): Promise<JavaScriptRuntime>;
  keepOnly(labels: readonly string[]): Promise<void>;
}

type HistoryRun = FinishedRun<HistoryOptions, PreparedHistory>;

const history: MeasuringCommand<HistoryOptions, PreparedHistory> = {
  what: "history of releases",
  prefix: "history-",
  help: historyHelp,
  read: readHistoryOptions,
  prepare: prepareHistory,
  record: ({ record }, earlier) => ({
    history: { ...record, sessions: [...(earlier?.history?.sessions ?? []), new Date().toISOString()] },
  }),
  settings: ({ threshold, every, executors }) => ({
    ...{ threshold, every, confidence: confidenceOf({ question: "release" }) },
    ...peerVersions(executors),
  }),
  threshold: ({ threshold }) => threshold,
  strictness: ({ plan }) => plan.confirmations,
  listed: listedHistory,
  steer: (finished) => {
    const { prepared, judgements, signal } = finished;
    return new HistorySteering({ ...prepared, chronicle: chronicleOf(finished), judgements, signal });
  },
  decided: (group, finished) => meetingText(group, chronicleOf(finished)),
  refresh: (finished) => {
    writeHistory({ ...finished, chronicle: chronicleOf(finished), record: finished.prepared.record });
  },
  publish(finished) {
    const { folder, environment, prepared } = finished;
    const chronicle = chronicleOf(finished);
    publishReleaseHistory({ folder, environment, chronicle, record: prepared.record }, process.stdout);
    const isDecided = chronicle.cells.some(({ figures }) =>
      figures.some(({ blocks }) => blocks.filter(({ length }) => length >= surveyBouts / 2).length >= 2),
    );
    return isDecided || chronicle.hasBroken ? 0 : nothingDecided;
  },
};

const chronicles = new WeakMap<HistoryRun["judgements"], Chronicle>();

/** One for each run: it knows what it has worked out. */
function chronicleOf({ prepared, folder, judgements, options }: HistoryRun): Chronicle {
  const known = chronicles.get(judgements);
  if (known !== undefined) return known;
  const chronicle = new Chronicle(prepared.plan, folder, judgements, options.threshold);
  chronicles.set(judgements, chronicle);
  return chronicle;
}

/** About so long a process takes, in milliseconds, with its start and end. */
const processMs = 1500;

function listedHistory({ plan, record }: PreparedHistory, { extent }: HistoryOptions): string {
  const bouts = surveyBouts * plan.groups.length;
  const { from, to } = { from: record.releases[0], to: record.releases.at(-1) };
  return [
    `${record.releases.map(({ version }) => version).join(", ")}\n`,
    `${counted(record.releases.length, "release")} from ${from?.version} to ${to?.version}, each in ${counted(plan.followed.length, "cell")} with ${record.reference}`,
    `: about ${duration(2 * bouts * processMs)} for ${surveyBouts} bouts each, and more for steps and doubtful levels`,
    extent.kind === "budget"
      ? `; at most ${duration(extent.budgetMs)}, and two fifths more to confirm steps`
      : "",
  ].join("");
}

async function prepareHistory(
  options: HistoryOptions,
  surroundings: Surroundings,
  earlier?: Earlier,
): Promise<PreparedHistory> {
  const { access, from: cwd, range, timeoutMs, executors } = options;
  const { signal, stream } = surroundings;
  const known = earlier && knownOf(earlier, options);
  const releases = await releasesOf(options, earlier, signal);
  const { name } = range.from;
  const first = releases[0]?.version;
  const spec = known?.reference ?? options.reference ?? `${name}@${first}`;
  const { runtimes, workloads } = await prepare(
    { specs: [spec, name], workloads: options.workloads, executors, access, from: cwd, timeoutMs },
    (found) => {
      const [reference, pinned] = found.filter(isJavaScript);
      if (reference === undefined || pinned === undefined) {
        throw new BadInput(`Cannot follow the releases of ${name}: expected node, deno or bun`);
      }
      return { runtimes: [reference, pinned] as const, loaders: [pinned, reference] };
    },
    surroundings,
  );
  const reference = { ...runtimes[0], label: `${name}@${runtimes[0].version}` };
  requireReference(reference.label, options, known);
  const engines = new Map(
    earlier?.environment.runtimes.map(({ label, engine }) => [label, String(engine ?? "")]),
  );
  const deferred = releases.map(({ version }) => {
    return new DeferredRuntime(name, version, engines.get(`${name}@${version}`));
  });
  const plan = new HistoryPlan(options, reference, deferred, workloads);
  const record = { reference: reference.label, cells: plan.followed.map(({ id }) => id), releases };
  requireSameCells(record, options, known);
  const notice = (line: string): void => void stream.write(`${line}\n`);
  // The reference is there by now, and stays.
  const limit = new CacheLimit(cacheFolder(), options.cacheLimit);
  return {
    plan,
    releases: deferred,
    record,
    get runtimes() {
      return [
        reference,
        ...deferred.filter(({ label, engine }) => label !== reference.label && engine !== ""),
      ];
    },
    async install(label) {
      const [runtime] = (await resolveRuntimes([label], { signal, access, cwd, notice })).filter(
        isJavaScript,
      );
      if (runtime === undefined) throw new TypeError(`${label} is no JavaScript runtime`);
      return runtime;
    },
    async keepOnly(labels) {
      const kept = deferred.filter(({ label }) => labels.includes(label));
      await limit.trim(kept.flatMap(({ installed }) => installed?.path ?? []));
    },
  };
}

/** Those of the range, and those that are in the history already; a history that is gone on with has its own. */
async function releasesOf(
  { range, every }: HistoryOptions,
  earlier: Earlier | undefined,
  signal: AbortSignal,
): Promise<HistoryRecord["releases"]> {
  const known = earlier?.environment.history?.releases ?? [];
  if (earlier?.doing === "resume") return known;
  const { releases } = await findReleaseRange(range, every, signal);
  const all = new Map([...known, ...releases].map((release) => [release.version, release]));
  return [...all.values()].toSorted((a, b) => semver.compare(a.version, b.version));
}

/** @throws {BadInput} where the folder holds no history of this runtime */
function knownOf({ environment }: Earlier, { out, range }: HistoryOptions): HistoryRecord {
  const { history: known } = environment;
  if (known === undefined) {
    throw new BadInput(`Cannot write to "${out}": it exists, and is no history; name a new folder`);
  }
  if (known.reference.split("@")[0] === range.from.name) return known;
  throw new BadInput(
    `Cannot add ${range.from.name} to "${out}": it is a history against ${known.reference}; name a new folder`,
  );
}

/** @throws {BadInput} where another reference is asked for than the history has */
function requireReference(label: string, { reference, out }: HistoryOptions, known?: HistoryRecord): void {
  if (known === undefined) return;
  const isOther =
    reference !== undefined && reference !== known.reference && !known.reference.startsWith(`${reference}.`);
  if (!isOther && label === known.reference) return;
  throw new BadInput(
    `Cannot add to "${out}" against ${isOther ? reference : label}: its releases were measured against ${known.reference}; leave --reference out, or name a new folder`,
  );
}

/** @throws {BadInput} where something else is followed than in the history */
function requireSameCells(
  { cells }: Pick<HistoryRecord, "cells">,
  { out }: HistoryOptions,
  known?: HistoryRecord,
): void {
  if (known === undefined || known.cells.toSorted().join() === cells.toSorted().join()) return;
  throw new BadInput(
    `Cannot add ${cells.join(", ")} to "${out}": it follows ${known.cells.join(", ")}; follow the same, or name a new folder`,
  );
}
