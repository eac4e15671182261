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
    run: async () => {
      const start = performance.now();
      const result = await subject.run();
      const end = start + (1 + share) * (performance.now() - start);
      while (performance.now() < end);
      return result;
    },
    verify: (result) => subject.verify(result),
    takeMetrics: () => subject.takeMetrics(),
  };
}
