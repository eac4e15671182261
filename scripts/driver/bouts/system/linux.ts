import { readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { signalGroup } from "./signal-group.ts";
import type { System } from "./system.ts";

/** Linux, and what is like it: `/proc` says how a process does, where there is one. */
export const linux: System = {
  takesTurns: true,
  hasGroups: true,
  terminate: (process) => signalGroup(process, "SIGTERM"),
  kill: (process) => signalGroup(process, "SIGKILL"),
  stop: (process) => signalGroup(process, "SIGSTOP"),
  goOn: (process) => signalGroup(process, "SIGCONT"),

  async hasStopped(process) {
    const asked = performance.now();
    for (let state = stateOf(process); state !== "T"; state = stateOf(process)) {
      if (state === undefined) return delay(stoppingMs);
      if (state === "Z" || performance.now() - asked > longestStopMs) return;
      await nextTurn();
    }
  },

  sacrifice(process) {
    try {
      writeFileSync(`/proc/${process}/oom_score_adj`, "1000");
    } catch {}
  },
};

/** How long a program that has handed over may take to stop, where nobody can see when it has; as a rule it is less. */
const stoppingMs = 2;
/** The same where that can be seen: longer than a busy machine keeps a process from its CPU. */
const longestStopMs = 1000;

/** `T` for stopped. */
function stateOf(process: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, "latin1");
    return stat[stat.lastIndexOf(")") + 2];
  } catch {
    return undefined;
  }
}
