import type { PublishedCell } from "../published-cell.ts";
import type { Section } from "../questions.ts";
import type { Run } from "../read-run.ts";

/** One thing that a run found, in a sentence or two. */
export interface Finding {
  readonly topic: string;
  readonly text: string;
}

/** What findings are made from. */
export interface Evidence {
  readonly run: Run;
  readonly cells: readonly PublishedCell[];
  readonly sections: readonly Section[];
  /** The threads of the run that fill the machine: the most that are no more than its cores. */
  readonly fullThreads: number | undefined;
}
