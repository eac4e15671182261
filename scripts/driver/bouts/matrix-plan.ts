import type { InstalledRuntime } from "../releases/installed-runtime.ts";
import { type CellOptions, cellsOf, isContender } from "./cells.ts";
import type { Cell, Contender, PlannedWorkload } from "./contender.ts";
import type { Comparison, Group, Plan, Question } from "./plan.ts";

/** As many processes as live at once, as a rule: the stopped ones keep their memory. */
const mostContenders = 24;

/**
 * The plan of a matrix: the contenders of one workload, tasks and size meet in bouts. Each pair of runtimes is compared with
 * the same executor and threads, and each executor with `inline` under the same runtime.
 */
export function matrixPlan(
  options: CellOptions,
  runtimes: readonly InstalledRuntime[],
  workloads: readonly PlannedWorkload[],
): Plan {
  const cells = cellsOf(options, runtimes, workloads);
  const works = Map.groupBy(cells, ({ workload, tasks, size }) => `${workload.name} ${tasks}x${size}`);
  const groups = [...works].flatMap(([work, same]) => groupsOf(work, same.filter(isContender)));
  return { cells, groups };
}

/** One group; several where there are too many contenders, each with those that run inline. */
function groupsOf(work: string, contenders: readonly Contender[]): Group[] {
  if (contenders.length === 0) return [];
  const configs = [...Map.groupBy(contenders, config)];
  const [inline, others] = [
    configs.filter(([, [first]]) => first?.executor === "inline"),
    configs.filter(([, [first]]) => first?.executor !== "inline"),
  ];
  const parts: (typeof configs)[] = [inline];
  const count = (part: typeof configs): number => part.reduce((sum, [, same]) => sum + same.length, 0);
  for (const each of others) {
    const last = parts.at(-1) ?? [];
    const isRoom =
      last === inline || last.length === inline.length || count([...last, each]) <= mostContenders;
    if (isRoom) parts.splice(-1, 1, [...last, each]);
    else parts.push([...inline, each]);
  }
  return parts.map((part, index) => {
    const id = parts.length === 1 ? work : `${work} (${index + 1} of ${parts.length})`;
    const members = part.flatMap(([, same]) => same);
    return { id, work, contenders: members, comparisons: comparisonsOf(id, members, index === 0) };
  });
}

const config = ({ executor, threads }: Cell): string => `${executor}-${threads}`;

/** @param withInline compares those that run inline with each other: in the first of several groups that they are in */
function comparisonsOf(group: string, contenders: readonly Contender[], withInline: boolean): Comparison[] {
  const runtimes = [...Map.groupBy(contenders, config).values()].flatMap((same) =>
    same[0]?.executor === "inline" && !withInline
      ? []
      : same.flatMap((baseline, index) =>
          same.slice(index + 1).map((cell) => comparison(group, "runtime", baseline, cell)),
        ),
  );
  const executors = contenders.flatMap((cell) => {
    const baseline = contenders.find(
      ({ executor, runtime }) => executor === "inline" && runtime === cell.runtime,
    );
    return baseline === undefined || baseline === cell ? [] : comparison(group, "executor", baseline, cell);
  });
  return [...runtimes, ...executors];
}

function comparison(
  group: string,
  question: Exclude<Question, "release">,
  baseline: Contender,
  cell: Contender,
): Comparison {
  const { workload, executor, threads, tasks, size } = cell;
  const name = { workload: workload.name, executor, threads, tasks, size };
  const words =
    question === "runtime"
      ? { baseline: baseline.runtime.label, cell: cell.runtime.label }
      : { baseline: config(baseline), cell: config(cell) };
  const versus = question === "runtime" ? baseline.runtime.label : config(baseline);
  return { id: `${cell.id} against ${versus}`, group, question, name, baseline, cell, words };
}
