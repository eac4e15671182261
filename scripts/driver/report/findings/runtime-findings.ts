import { inverse } from "../comparison-rows.ts";
import type { PublishedCell } from "../published-cell.ts";
import type { Evidence } from "./evidence.ts";
import { type PairedMean, pairedMean, scopeOf } from "./paired-mean.ts";
import { fasterText, listed, numberWord, runtimeName, spanText } from "./words.ts";

/** Which runtime is fastest, inline and with the threads that fill the machine, and where it is not. */
export function runtimeFindings(evidence: Evidence): string[] {
  const { cells, fullThreads, rows } = evidence;
  if (!rows.some(({ question }) => question === "runtime")) return [];
  const wanted = cells.filter(({ executor, threads }) => executor === "inline" || threads === fullThreads);
  const races = [...Map.groupBy(wanted, ({ config }) => config)].flatMap(
    ([config, group]) => raceOf(config, group, evidence) ?? [],
  );
  const exceptions = races.flatMap((race) => exceptionsOf(race, evidence));
  return [
    // Where nothing is decided there is nothing to say but that, which is said once for the whole run.
    ...races
      .filter(({ others }) => others.some(({ mean }) => mean.verdict === "slower" || mean.verdict === "same"))
      .map((race) => raceText(race, evidence)),
    ...(exceptions.length > 0 ? [`The other way round: ${listed(exceptions, 3)}.`] : []),
  ];
}

/** The fastest runtime of one executor, against each of the others. */
interface Race {
  readonly config: string;
  readonly first: string;
  readonly others: readonly { readonly label: string; readonly mean: PairedMean }[];
}

function raceOf(config: string, cells: readonly PublishedCell[], { run }: Evidence): Race | undefined {
  const byLabel = Map.groupBy(cells, ({ label }) => label);
  /** How long `label` takes, divided by how long `against` does. */
  const meanOf = (label: string, against: string): PairedMean | undefined =>
    pairedMean(
      (byLabel.get(label) ?? []).map((cell) => {
        const other = byLabel.get(against)?.find(({ work }) => work === cell.work);
        return other && run.comparisons.of("wall_ms", cell.id, other.id);
      }),
    );
  const labels = [...byLabel.keys()];
  const ratios = labels.flatMap((label) => {
    const means = labels.flatMap((other) =>
      other === label ? [] : (meanOf(label, other)?.ratio.value ?? []),
    );
    const logs = means.reduce((sum, ratio) => sum + Math.log(ratio), 0);
    return means.length === 0 ? [] : { label, ratio: logs / means.length };
  });
  const [first] = ratios.toSorted((a, b) => a.ratio - b.ratio).map(({ label }) => label);
  if (first === undefined) return undefined;
  const others = labels.flatMap((label) => {
    const mean = label === first ? undefined : meanOf(label, first);
    return mean ? { label, mean } : [];
  });
  return { config, first, others: others.toSorted((a, b) => b.mean.ratio.value - a.mean.ratio.value) };
}

function raceText({ config, first, others }: Race, evidence: Evidence): string {
  const { labels } = evidence;
  const isAlike = new Set(others.map(({ mean }) => mean.rows.length)).size === 1;
  const name = (label: string): string => runtimeName(label, labels);
  let isFirst = true;
  /** The claim about one of the others; where it holds is said with the first, and again where that differs. */
  const claim = (what: string, mean: PairedMean, span: string): string => {
    const { over, interval } = scopeOf(mean, evidence);
    const shown = isFirst || !isAlike ? `${what}${over} (${interval}${span})` : `${what} (${span})`;
    isFirst = false;
    return shown;
  };
  const groups = Map.groupBy(others, ({ mean }) => (mean.verdict === "faster" ? "open" : mean.verdict));
  const ahead = (groups.get("slower") ?? []).map(({ label, mean }) => {
    const { text, interval } = fasterText(mean.ratio);
    return claim(`${text} ${name(label)}`, mean, interval);
  });
  const [same, open] = (["same", "open"] as const).map((verdict) =>
    (groups.get(verdict) ?? []).map(({ label, mean }) => claim(name(label), mean, spanText(mean.ratio))),
  );
  const parts = [
    ...(ahead.length > 0 ? [`${name(first)} is ${listed(ahead, 5)}`] : []),
    ...(same?.length ? [`${name(first)} is as fast as ${listed(same, 5)}`] : []),
    ...(open?.length ? [`it is not decided between ${name(first)} and ${listed(open, 5)}`] : []),
  ];
  return `${placeText(config, evidence)}, ${parts.join("; ")}.`;
}

/** `Inline`, `With two threads`. */
function placeText(config: string, { cells }: Evidence): string {
  const cell = cells.find((each) => each.config === config);
  if (cell === undefined || config === "inline") return "Inline";
  const executors = new Set(cells.flatMap(({ executor }) => (executor === "inline" ? [] : executor)));
  const threads = `${numberWord(cell.threads)} ${cell.threads === 1 ? "thread" : "threads"}`;
  return `With ${threads}${executors.size > 1 ? ` of ${cell.executor}` : ""}`;
}

/** Workloads in which one of the others is ahead of the runtime that is said to be faster. */
function exceptionsOf({ config, first, others }: Race, { labels, cells }: Evidence): string[] {
  return others.flatMap(({ label, mean }) =>
    mean.verdict !== "slower"
      ? []
      : mean.rows.flatMap(({ verdict, ratio, cell }) => {
          const speed = inverse(ratio);
          if (verdict !== "faster" || speed === undefined) return [];
          const work = cells.find(({ id }) => id === cell)?.work ?? "";
          const than = `${fasterText(speed).text} ${runtimeName(first, labels)}`;
          return `${runtimeName(label, labels)} is ${than} for ${work} ${config === "inline" ? "inline" : `with ${config}`}`;
        }),
  );
}
