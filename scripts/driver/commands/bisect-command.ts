import { BisectPlan } from "../bouts/bisect-plan.ts";
import type { Surroundings } from "../bouts/bout.ts";
import { peerVersions } from "../bouts/peer-versions.ts";
import { counted } from "../command-line/counted.ts";
import { duration } from "../command-line/duration.ts";
import { streamBeside } from "../files/destination.ts";
import { checkWritable } from "../files/write-file.ts";
import { stepsLeft } from "../judge/bisect/search.ts";
import { outcomeOf } from "../judge/bisect/stage.ts";
import { confidenceOf } from "../judge/judge-series.ts";
import { finestChange } from "../judge/threshold.ts";
import { findReleasePath } from "../releases/find-release-path.ts";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import type { ReleasePath } from "../releases/release-path.ts";
import { resolveRuntimes } from "../releases/resolve-runtimes.ts";
import type { FinishedSearch } from "../report/bisect/bisect-report.ts";
import { publishBisect, writeReleases } from "../report/bisect/publish-bisect.ts";
import { meetingText } from "../report/bisect/stage-text.ts";
import { nothingDecided } from "../report/publish-upgrade.ts";
import { type BisectOptions, bisectHelp, readBisectOptions } from "./bisect-options.ts";
import { Bisection } from "./bisection.ts";
import {
  type FinishedRun,
  type MeasuringCommand,
  measuringCommand,
  type PreparedRun,
} from "./measuring-command.ts";
import { isJavaScript } from "./prepare.ts";
import { runCommand } from "./run-command.ts";
import { prepareVersions } from "./upgrade-command.ts";

/** `bisect.mjs`: finds the release that made a difference. Resolves to the exit status of contract §6. */
export function bisectCommand(args: readonly string[]): Promise<number> {
  // 1 would say that the two ends do not differ.
  return runCommand(() => measuringCommand(bisect, args), nothingDecided);
}

interface PreparedBisect extends PreparedRun {
  readonly plan: BisectPlan;
  /** Grows as releases are installed. */
  readonly runtimes: JavaScriptRuntime[];
  readonly path: ReleasePath;
  /** What the releases are called, by their places. */
  readonly labels: readonly string[];
  install(place: number): Promise<JavaScriptRuntime>;
}

type BisectRun = FinishedRun<BisectOptions, PreparedBisect>;

const bisect: MeasuringCommand<BisectOptions, PreparedBisect> = {
  what: "search for a release",
  prefix: "bisect-",
  help: bisectHelp,
  read: readBisectOptions,
  prepare: prepareBisect,
  settings: ({ threshold, metric, executors }) => ({
    ...{ threshold, metric, confidence: confidenceOf({ question: "release" }) },
    ...peerVersions(executors),
  }),
  threshold: ({ threshold }) => threshold,
  listed: ({ path, labels }, { extent }) =>
    [
      `${labels.join(", ")}\n`,
      `${counted(path.releases.length, "release")}, at most ${2 + stepsLeft({ last: 0, first: labels.length - 1 }, () => "unknown")} measured`,
      extent.kind === "budget" ? `, at most ${duration(extent.budgetMs)}` : "",
    ].join(""),
  checkDestinations: ({ json }) => {
    if (json !== undefined) checkWritable("--json", json);
  },
  steer: bisectionOf,
  decided: (group, finished) => {
    const bisection = bisectionOf(finished);
    return meetingText(group, bisection.meetingOf(group), bisection.stage, finished.prepared.labels);
  },
  refresh: (finished) => {
    writeReleases(searched(finished));
  },
  async publish(finished) {
    const search = searched(finished);
    const { json } = finished.options;
    await publishBisect(search, { json, stream: streamBeside(json) });
    const { kind } = search.outcome;
    return kind === "found" ? 0 : kind === "alike" ? 1 : nothingDecided;
  },
};

function searched(finished: BisectRun): FinishedSearch {
  const { folder, options, prepared, environment } = finished;
  const { observed, stage } = bisectionOf(finished);
  const outcome = outcomeOf(stage, observed.ends);
  return { ...prepared, folder, environment, observed, outcome, metric: options.metric };
}

function bisectionOf({ folder, options, prepared, judgements, signal }: BisectRun): Bisection {
  const { metric, threshold } = options;
  return new Bisection({ ...prepared, folder, judgements, metric, finest: finestChange(threshold), signal });
}

async function prepareBisect(options: BisectOptions, surroundings: Surroundings): Promise<PreparedBisect> {
  const { runtimes, workloads } = await prepareVersions(options, options.workloads, surroundings);
  const versions = { old: runtimes[0], new: runtimes[1] };
  const path = await findReleasePath(versions, options, surroundings.signal);
  const { name, flags } = versions.old;
  const specs = path.releases.map(({ version }) => [`${name}@${version}`, ...flags].join(" "));
  const labels = specs.with(0, versions.old.label).with(-1, versions.new.label);
  const { access, from: cwd } = options;
  const { signal, stream } = surroundings;
  const notice = (line: string): void => void stream.write(`${line}\n`);
  const installed: JavaScriptRuntime[] = [...runtimes];
  const plan = new BisectPlan(options, labels, versions, onlyOne(workloads));
  return {
    runtimes: installed,
    path,
    labels,
    plan,
    possibleCells: plan.possibleCells,
    async install(place) {
      const found = await resolveRuntimes([specs[place] ?? ""], { signal, access, cwd, notice });
      const runtime = onlyOne(found.filter(isJavaScript));
      installed.push(runtime);
      return runtime;
    },
  };
}

function onlyOne<T>(items: readonly T[]): T {
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) throw new TypeError(`Expected one, got ${items.length}`);
  return item;
}
