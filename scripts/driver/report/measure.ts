import { BadInput } from "../command-line/bad-input.ts";
import { nearestWords } from "../command-line/nearest-words.ts";
import { differenceOf, type Figure, figureOf, ratioOf, scaled } from "../statistics/figure.ts";
import { median } from "../statistics/median.ts";
import { type Comparisons, inverse } from "./comparison-rows.ts";
import { intervalOver, type ProcessValues } from "./process-values.ts";
import { counterpart, namingColumns, type PublishedCell } from "./published-cell.ts";
import type { Apart } from "./rank.ts";
import type { Run } from "./read-run.ts";

/** Something that is known of each cell, as a figure. */
export interface Measure {
  /** As in `summary.csv`, where it is a column of it. */
  readonly name: string;
  /** In words, with the unit. */
  readonly title: string;
  /** Stands behind each figure: `×`; empty where the title says it. */
  readonly unit: string;
  /** Which of two figures wins; `undefined` where nobody has said. */
  readonly better: "lower" | "higher" | undefined;
  /** What `comparisons.csv` calls it, if cells are compared in it bout by bout. */
  readonly metric?: string;
  /** Whether it is itself a ratio of two cells' times, from the bouts of both. */
  readonly isPaired?: boolean;
  figure(run: Run, cell: PublishedCell): Figure | undefined;
}

/** The measures that every run has. */
const ownMeasures: readonly Measure[] = [
  {
    ...measure("median_ms", "warm time, ms", "lower"),
    metric: "wall_ms",
    figure: warmTime,
  },
  {
    ...measure("start_ms", "cold time less warm time, ms", "lower"),
    figure: (run, cell) => differenceOf(coldTime(run, cell), warmTime(run, cell)),
  },
  { ...measure("cold_ms", "cold time, ms", "lower"), figure: coldTime },
  {
    ...measure("speedup", "speed-up against inline", "higher", "×"),
    isPaired: true,
    figure: speedup,
  },
  {
    ...measure("efficiency", "efficiency", "higher"),
    isPaired: true,
    figure: (run, cell) => {
      const whole = speedup(run, cell);
      const value = cell.numbers.get("efficiency");
      const raw = cell.numbers.get("speedup");
      return whole && value !== undefined && raw ? scaled(whole, value / raw) : undefined;
    },
  },
  {
    ...measure("ratio", "time against the baseline's", "lower", "×"),
    isPaired: true,
    figure: (run, cell) => {
      const value = cell.numbers.get("ratio");
      const baseline = run.cells[0] && counterpart(run.byKey, cell, { label: run.cells[0].label });
      if (cell.label === run.cells[0]?.label) return figureOf(value, value, value);
      const { ratio } = ratioOfCells(run, ownMeasure("median_ms"), cell, baseline);
      return ratio ?? figureOf(value, undefined, undefined);
    },
  },
  {
    ...measure("cpu_ms", "CPU time, ms", "lower"),
    figure: fromProcesses("cpu_ms", ({ cpu }) => median(cpu)),
  },
  {
    ...measure("peak_rss_mb", "peak memory, MiB", "lower"),
    figure: fromProcesses("peak_rss_mb", ({ peaks }) => (peaks.length > 0 ? Math.max(...peaks) : undefined)),
  },
  ...[
    measure("mean_ms", "mean warm time, ms", "lower"),
    measure("p95_ms", "95th percentile of the warm samples, ms", "lower"),
    measure("min_ms", "fastest warm sample, ms", "lower"),
    measure("max_ms", "slowest warm sample, ms", "lower"),
  ].map((each) => ({ ...each, figure: fromColumn(each.name) })),
];

/** A measure that every run has. @throws {Error} for another name */
export function ownMeasure(name: string): Measure {
  const found = ownMeasures.find((measure) => measure.name === name);
  if (found === undefined) throw new Error(`No measure is called "${name}"`);
  return found;
}

/**
 * One cell's figure divided by another's, and the confidence of its interval: from the bouts of both where they were
 * compared bout by bout, else from the intervals of the two.
 */
export function ratioOfCells(
  run: Run,
  measure: Measure,
  cell: PublishedCell,
  baseline: PublishedCell | undefined,
): { readonly ratio: Figure | undefined; readonly confidence: number } {
  const { comparisons } = run;
  if (baseline === undefined) return { ratio: undefined, confidence: usualConfidence };
  const [own, other] = [measure.figure(run, cell), measure.figure(run, baseline)];
  if (!comparisons.has(measure.metric)) return { ratio: ratioOf(own, other), confidence: usualConfidence };
  const found = comparisons.of(measure.metric ?? "", cell.id, baseline.id);
  const bare = ratioOf(own, other);
  return {
    ratio: found?.ratio ?? (bare && { value: bare.value, interval: undefined }),
    confidence: comparisons.confidence,
  };
}

/** Of the interval of a measure's figures. */
export function confidenceOf({ comparisons }: Run, { isPaired }: Measure): number {
  return isPaired && comparisons.has("wall_ms") ? comparisons.confidence : usualConfidence;
}

/** Of the intervals of all that is measured cell by cell. */
const usualConfidence = 0.95;

/** What was found about two cells in one measure; `undefined` where they were not compared in it. */
export function apart(
  comparisons: Comparisons,
  { metric }: Measure,
): (one: string, other: string) => Apart | undefined {
  return (one, other) => {
    const verdict = metric && comparisons.of(metric, one, other)?.verdict;
    if (!verdict) return undefined;
    return verdict === "same" ? "same" : verdict === "slower" || verdict === "faster" ? "apart" : "open";
  };
}

/** The figures of the workloads' own. */
export function metricMeasures({ metrics }: Run): Measure[] {
  return metrics.map(({ name, better, figures }) => ({
    ...measure(name, `${name} (${better} is better)`, better),
    metric: name,
    figure: (_, { id, status }) => (status === "ok" ? figures.get(id) : undefined),
  }));
}

/** All that a run can be asked for: its own measures, its workloads' figures, other columns with numbers. */
function measuresOf(run: Run): Measure[] {
  const known = [...ownMeasures, ...metricMeasures(run)];
  const columns = new Set(run.cells.flatMap(({ numbers }) => [...numbers.keys()]));
  const taken = new Set([...namingColumns, ...known.map(({ name }) => name), "ci_low_ms", "ci_high_ms"]);
  const others = [...columns].filter((column) => !taken.has(column));
  return [
    ...known,
    ...others.map((name) => ({ ...measure(name, name, undefined), figure: fromColumn(name) })),
  ];
}

/** Finds what `--metric` names. @throws {BadInput} */
export function findMeasure(run: Run, name: string): Measure {
  const measures = measuresOf(run);
  const found = measures.find((measure) => measure.name === name);
  if (found !== undefined) return found;
  const known = measures.map((measure) => measure.name);
  const [meant] = nearestWords(name, known);
  throw new BadInput(
    `Unknown metric "${name}"; ${meant ? `did you mean ${meant}?` : `known: ${known.join(", ")}`}`,
  );
}

function measure(name: string, title: string, better: Measure["better"], unit = ""): Omit<Measure, "figure"> {
  return { name, title, unit, better };
}

function fromColumn(column: string): Measure["figure"] {
  return (_, { numbers }) => figureOf(numbers.get(column), undefined, undefined);
}

/** The summary's figure, with the interval that the processes' values give. */
function fromProcesses(
  column: string,
  value: (process: ProcessValues) => number | undefined,
): Measure["figure"] {
  return ({ processes }, { id, numbers }) => {
    const interval = intervalOver(processes.get(id), value);
    return figureOf(numbers.get(column), interval?.low, interval?.high);
  };
}

function warmTime(_: Run, { numbers }: PublishedCell): Figure | undefined {
  return figureOf(numbers.get("median_ms"), numbers.get("ci_low_ms"), numbers.get("ci_high_ms"));
}

function coldTime(run: Run, cell: PublishedCell): Figure | undefined {
  return fromProcesses("cold_ms", ({ cold }) => median(cold))(run, cell);
}

function speedup(run: Run, cell: PublishedCell): Figure | undefined {
  const value = cell.numbers.get("speedup");
  if (cell.executor === "inline") return figureOf(value, value, value);
  const inline = counterpart(run.byKey, cell, { executor: "inline", threads: 1 });
  const { ratio } = ratioOfCells(run, ownMeasure("median_ms"), cell, inline);
  return inverse(ratio) ?? figureOf(value, undefined, undefined);
}
