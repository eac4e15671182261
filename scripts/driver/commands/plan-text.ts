import { Estimate } from "../bouts/estimate.ts";
import { schedule } from "../bouts/schedule.ts";
import { duration } from "../command-line/duration.ts";
import type { MatrixOptions } from "./matrix-options.ts";
import type { PreparedMatrix } from "./prepare-matrix.ts";

/** What `--list` prints: each cell, how many processes that makes, and how long they will take. */
export function planText({ plan }: PreparedMatrix, { rounds, seed, effort }: MatrixOptions): string {
  const turns = schedule(plan.runnable, rounds, seed);
  const cells = plan.cells.map(({ id }) => {
    const excluded = plan.excluded.get(id);
    return excluded === undefined || excluded.status === "ok"
      ? id
      : `${id}  (${excluded.status}: ${excluded.error})`;
  });
  const time = duration(new Estimate(effort).of(turns));
  return [
    ...cells,
    "",
    `${plan.cells.length} cells; ${plan.runnable.length} to be measured in ${rounds} rounds: ${turns.length} processes, about ${time}; seed ${seed}`,
  ].join("\n");
}
