import os from "node:os";
import type { Effort } from "../../../runners/cell/cell-request.ts";
import { boutOrder } from "./bout-order.ts";
import type { Contender } from "./contender.ts";
import { allowedCpus, bindMainThread } from "./cpus.ts";
import { ForeignLoad } from "./foreign-load.ts";
import { launch } from "./launch.ts";
import type { ProcessRecord } from "./process-record.ts";
import { system } from "./system/this-system.ts";
import { Turn, Turns } from "./turns.ts";
import type { Watchdog } from "./watchdog.ts";

/** What a run is surrounded by. */
export interface Surroundings {
  /** Aborts when the run is to end early. */
  readonly signal: AbortSignal;
  readonly watchdog: Watchdog;
  /** Where progress is told. */
  readonly stream: NodeJS.WriteStream;
}

/** How the processes of a bout measure. */
export interface BoutOptions {
  readonly seed: number;
  readonly effort: Effort;
  /** How long the turns of one process may take together, from what is known of its contender. */
  timeoutMs(contender: Contender): number;
  /** Whether they take turns, as they do unless the system cannot have them stand still: then each runs from its start to its end. */
  readonly takesTurns?: boolean;
}

/** What a process of a bout came to; it has no number yet. */
export type BoutResult = Omit<ProcessRecord, "process">;

/**
 * One bout: a fresh process for each contender. They take turns, some tens of milliseconds each, while the others are
 * stopped, so that whatever the machine does falls on all of them alike. A process that dies or hangs costs the others
 * nothing. Those that were interrupted are left out.
 *
 * @param group names the group whose bout it is
 * @param round number of the bout, from 1
 */
export async function runBout(
  group: string,
  round: number,
  contenders: readonly Contender[],
  { seed, effort, timeoutMs, takesTurns = system.takesTurns }: BoutOptions,
  { signal, watchdog }: Surroundings,
): Promise<BoutResult[]> {
  const order = boutOrder(seed, group, round, contenders);
  const turns = new Turns(takesTurns ? os.availableParallelism() : 1);
  const givenUp = new AbortController();
  const cpu = cpuOf(round);
  const measure = async (contender: Contender): Promise<BoutResult[]> => {
    const load = new ForeignLoad(turns.running);
    const turn = new Turn(turns, () => load.watch());
    const result = await launch(contender, {
      padding: order.padding(contender),
      effort: takesTurns ? effort : withoutTurns(effort),
      slowdown: contender.slowdown,
      timeoutMs: timeoutMs(contender),
      turn,
      ...(cpu !== undefined &&
        usesOneThread(contender) && { stopped: (process) => bindMainThread(process, cpu) }),
      signal: AbortSignal.any([signal, givenUp.signal]),
      watchdog,
    });
    if (result.status === "interrupted") return [];
    const { tookMs } = turn;
    return [{ cell: contender.id, group, round, result, tookMs, foreignCores: load.cores(tookMs) }];
  };
  const measuring = order.contenders.map(measure);
  // If one cannot even be started, as on a full disk, the others are not left behind.
  for (const one of measuring) one.catch(() => givenUp.abort());
  await Promise.allSettled(measuring);
  return (await Promise.all(measuring)).flat();
}

function withoutTurns({ turnMs: _, ...effort }: Effort): Effort {
  return effort;
}

/** All that run on one thread have the same CPU in a bout, and another one in the next: or a ratio would compare two CPUs. */
function cpuOf(round: number): number | undefined {
  const cpus = allowedCpus();
  return cpus.length < 2 ? undefined : cpus[round % cpus.length];
}

function usesOneThread({ executor, workload }: Contender): boolean {
  return executor === "inline" && (workload.threaded || workload.singleThreaded);
}
