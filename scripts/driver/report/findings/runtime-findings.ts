import { inverse } from "../comparison-rows.ts";
import { percent } from "../digits.ts";
import type { PublishedCell } from "../published-cell.ts";
import type { Evidence } from "./findings.ts";
import { overText, type PairedMean, pairedMean } from "./paired-mean.ts";
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
    ...races.map((race) => raceText(race, evidence)),
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

function raceText({ config, first, others }: Race, { run, labels, cells }: Evidence): string {
  const name = (label: string): string => runtimeName(label, labels);
  const works = new Set(others.map(({ mean }) => mean.rows.length));
  const isAlike = works.size === 1;
  const over = ({ rows }: PairedMean): string => {
    const work = cells.find(({ id }) => id === rows[0]?.cell)?.work ?? "";
    return overText(numberWord(rows.length), work);
  };
  const each = (mean: PairedMean): string => (isAlike ? "" : ` ${over(mean)}`);
  const ahead = others.filter(({ mean }) => mean.verdict === "slower");
  const same = others.filter(({ mean }) => mean.verdict === "same");
  const open = others.filter(({ mean }) => mean.verdict !== "slower" && mean.verdict !== "same");
  const confidence = percent(run.comparisons.confidence);
  const claims = ahead.map(({ label, mean }, index) => {
    const { text, interval } = fasterText(mean.ratio);
    return `${text} ${name(label)}${each(mean)} (${index === 0 ? `${confidence} interval ` : ""}${interval})`;
  });
  const alike = same.map(({ label, mean }) => `${name(label)} (${spanText(mean.ratio)})`);
  const where = config === "inline" ? "Inline" : `With ${config}`;
  const [some] = others;
  const scope = isAlike && some ? `, ${over(some.mean)}` : "";
  const parts = [
    ...(claims.length > 0 ? [`${name(first)} is ${listed(claims, 5)}`] : []),
    ...(alike.length > 0
      ? [`${claims.length > 0 ? "it" : name(first)} is as fast as ${listed(alike, 5)}`]
      : []),
    ...(open.length > 0
      ? [
          `no difference is shown between ${name(first)} and ${listed(
            open.map(({ label, mean }) => `${name(label)}${each(mean)} (${spanText(mean.ratio)})`),
            5,
          )}`,
        ]
      : []),
  ];
  return `${where}${scope}: ${parts.join("; ")}.`;
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
