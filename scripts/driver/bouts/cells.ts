import { executors } from "../../../runners/cell/executors.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { nearestWords } from "../command-line/nearest-words.ts";
import type { InstalledRuntime } from "../releases/installed-runtime.ts";
import { type Cell, type Contender, formatCell, type PlannedWorkload } from "./contender.ts";

/** What is to be measured of each workload. */
export interface CellOptions {
  readonly executors: readonly string[];
  readonly threads: readonly number[];
  /** Each workload's own where it is `undefined`. */
  readonly tasks: number | undefined;
  /** Each workload's own where it is `undefined`. */
  readonly sizes: readonly number[] | undefined;
}

/** Makes the cells: workloads × sizes × runtimes × executors × threads, without those that would be the same. */
export function cellsOf(
  options: CellOptions,
  runtimes: readonly InstalledRuntime[],
  workloads: readonly PlannedWorkload[],
): Cell[] {
  return workloads.flatMap((workload) => {
    const tasks = options.tasks ?? workload.defaults.tasks;
    const variants = workload.threaded ? variantsOf(options) : [{ executor: "inline", threads: 1 }];
    return (options.sizes ?? [workload.defaults.size]).flatMap((size) =>
      runtimes.flatMap((runtime) =>
        variants.map(({ executor, threads }): Cell => {
          const name = { workload: workload.name, runtime: runtime.label, executor, threads, tasks, size };
          return { ...name, id: formatCell(name), runtime, workload };
        }),
      ),
    );
  });
}

/** Whether a cell can be measured here. */
export function isContender(cell: Cell): cell is Contender {
  return cell.runtime.status === "ready";
}

function variantsOf({ executors: names, threads }: CellOptions): Pick<Cell, "executor" | "threads">[] {
  return names.flatMap((executor) =>
    executors[executor]?.threaded
      ? threads.map((count) => ({ executor, threads: count }))
      : [{ executor, threads: 1 }],
  );
}

/** @throws {BadInput} for a name that is no executor */
export function checkExecutors(names: readonly string[]): void {
  for (const name of names) {
    if (Object.hasOwn(executors, name)) continue;
    const known = Object.keys(executors);
    const [meant] = nearestWords(name, known);
    throw new BadInput(
      `Unknown executor "${name}"; ${meant ? `did you mean ${meant}?` : `known: ${known.join(", ")}`}`,
    );
  }
}
