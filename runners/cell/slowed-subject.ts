import { performance } from "node:perf_hooks";
import type { Subject } from "./measure.ts";

/**
 * The same subject, slower by a known share: each run is followed, within the time that is measured, by a busy wait of
 * that share of the run's own time. This is how the upgrade check is tried out: a change whose size is known.
 *
 * @param share 0.01 makes every run take 1 % longer
 */
export function slowedSubject(subject: Subject, share: number): Subject {
  return {
    prepare: (runs) => subject.prepare(runs),
    run: async () => {
      const start = performance.now();
      const result = await subject.run();
      const end = start + (1 + share) * (performance.now() - start);
      while (performance.now() < end) count = countOn(count);
      return result;
    },
    verify: (result) => subject.verify(result),
    takeMetrics: () => subject.takeMetrics(),
  };
}

let count = 0;

/**
 * Some microseconds of arithmetic. The clock alone would do for waiting, but each of its answers is a number on the heap, whose
 * collection slows down the runs that follow: by more than half a percent on Node, which nobody had put in.
 */
function countOn(from: number): number {
  let to = from;
  for (let step = 0; step < 5000; step++) to = ((to << 1) ^ step) | 0;
  return to;
}
