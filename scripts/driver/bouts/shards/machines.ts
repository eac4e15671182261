import { createHash } from "node:crypto";
import type { Environment, Machine, NamedMachine } from "../environment.ts";
import type { ShardRun } from "./shard-run.ts";

/** The machines of some shards, each with a name in the order of the shards; what was measured on one machine is told from its environment. */
export function machinesOf(runs: readonly ShardRun[]): {
  readonly machines: readonly NamedMachine[];
  nameOf(run: ShardRun): string;
} {
  const machines = new Map<string, NamedMachine>();
  for (const { environment } of runs) {
    const { machine } = environment;
    const key = keyOf(environment);
    if (machines.has(key)) continue;
    const alike = [...machines.values()].filter(({ id }) => id === machine.id).length;
    machines.set(key, { ...machine, name: alike === 0 ? machine.id : `${machine.id}-${alike + 1}` });
  }
  return {
    machines: [...machines.values()],
    nameOf: ({ environment }) => machines.get(keyOf(environment))?.name ?? environment.machine.id,
  };
}

/** Machines that were made from one image may have one id; one that has fewer cores to use measures as another one would. */
function keyOf({ machine: { id, boot, cpu, arch, cores } }: Environment): string {
  return JSON.stringify([id, boot, cpu, arch, cores]);
}

/** What the machines of a run have in common, under an id that no single one has. */
export function commonMachine(machines: readonly NamedMachine[]): Machine {
  const [first, ...others] = machines;
  if (first === undefined) throw new TypeError("No machine");
  if (others.length === 0) {
    const { name: _, ...machine } = first;
    return machine;
  }
  const all = (value: (machine: Machine) => string): string => [...new Set(machines.map(value))].join("; ");
  const least = (value: (machine: Machine) => number): number => Math.min(...machines.map(value));
  const ids = machines.map(({ name }) => name).sort();
  return {
    id: createHash("sha256").update(ids.join(" ")).digest("hex").slice(0, 12),
    os: all(({ os }) => os),
    arch: all(({ arch }) => arch),
    cpu: `${machines.length} machines (${all(({ cpu }) => cpu)})`,
    cores: least(({ cores }) => cores),
    coresPresent: least(({ coresPresent }) => coresPresent),
    memoryMb: least(({ memoryMb }) => memoryMb),
  };
}
