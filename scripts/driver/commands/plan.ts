import { executors } from "../../../runners/executors.ts";
import type { Cell, PlannedWorkload, RunnableCell } from "../bouts/contender.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { nearestWords } from "../command-line/nearest-words.ts";
import type { CellStatus } from "../judge/summary.ts";
import type { InstalledRuntime } from "../releases/installed-runtime.ts";
import type { MatrixOptions } from "./matrix-options.ts";

/** What a run consists of. */
export interface Plan {
  /** Every cell, in the order of the tables: by workload, runtime, executor, threads. */
  readonly cells: readonly Cell[];
  /** Those to be measured. */
  readonly runnable: readonly RunnableCell[];
  /** Those that cannot be, with the reason: a row each, all the same. */
  readonly excluded: ReadonlyMap<string, CellStatus>;
}

/** Makes the cells: runtimes × workloads × sizes × executors × threads, without those that would be the same. */
export function plan(
  options: Pick<MatrixOptions, "executors" | "threads" | "tasks" | "sizes">,
  runtimes: readonly InstalledRuntime[],
  workloads: readonly PlannedWorkload[],
): Plan {
  const cells = workloads.flatMap((workload) => {
    const tasks = options.tasks ?? workload.defaults.tasks;
    const variants = workload.threaded ? variantsOf(options) : [{ executor: "inline", threads: 1 }];
    return (options.sizes ?? [workload.defaults.size]).flatMap((size) =>
      runtimes.flatMap((runtime) =>
        variants.map(({ executor, threads }): Cell => {
          const id = `${workload.name}/${runtime.label}/${executor}-${threads}/${tasks}x${size}`;
          return { id, runtime, workload, executor, threads, tasks, size };
        }),
      ),
    );
  });
  const excluded = new Map<string, CellStatus>();
  for (const { id, runtime } of cells) {
    if (runtime.status === "not installed")
      excluded.set(id, { status: runtime.status, error: runtime.reason });
  }
  const runnable = cells.filter((cell): cell is RunnableCell => !excluded.has(cell.id));
  return { cells, runnable, excluded };
}

function variantsOf({
  executors: names,
  threads,
}: Pick<MatrixOptions, "executors" | "threads">): Pick<Cell, "executor" | "threads">[] {
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
