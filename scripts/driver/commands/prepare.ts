import type { Surroundings } from "../bouts/bout.ts";
import { checkExecutors } from "../bouts/cells.ts";
import type { PlannedWorkload } from "../bouts/contender.ts";
import { system } from "../bouts/system/this-system.ts";
import { describeWorkloads, findWorkloads } from "../bouts/workload-catalogue.ts";
import type { Access } from "../command-line/access.ts";
import { buildThreads } from "../releases/build-threads.mjs";
import { exactSpec } from "../releases/exact-spec.ts";
import type { InstalledRuntime, JavaScriptRuntime, KnownRuntime } from "../releases/installed-runtime.ts";
import { resolveRuntimes } from "../releases/resolve-runtimes.ts";
import { parseRuntimeSpec } from "../releases/runtime-spec.ts";

/** What a run needs before it can be planned. */
export interface Wanted {
  readonly specs: readonly string[];
  readonly workloads: readonly string[];
  readonly executors: readonly string[];
  readonly access: Access;
  /** The folder that relative paths start from. */
  readonly from: string;
  /** How long a workload's module may take to load. */
  readonly timeoutMs: number;
  /** The releases that specs have come to already, where a plan says so. */
  readonly releases?: readonly KnownRuntime[] | undefined;
}

/**
 * Finds everything that the options name. What can be told from names alone is told first, before anything is installed or
 * started.
 *
 * @param loaders the runtimes that may load the workloads, the first choice first: what loads under one of them only is a finding. The pinned Node
 * if there are none
 * @throws {BadInput} for whatever is wrong with the options
 */
export async function prepare<Runtimes extends readonly InstalledRuntime[]>(
  { specs, workloads, executors, access, from, timeoutMs, releases }: Wanted,
  accept: (runtimes: readonly InstalledRuntime[]) => {
    runtimes: Runtimes;
    loaders: readonly JavaScriptRuntime[];
  },
  { signal, watchdog, stream }: Surroundings,
): Promise<{ runtimes: Runtimes; workloads: readonly PlannedWorkload[] }> {
  checkExecutors(executors);
  const files = findWorkloads(workloads, from);
  for (const spec of specs) parseRuntimeSpec(spec, from);
  const notice = (line: string): void => void stream.write(`${line}\n`);
  if (!system.takesTurns) {
    notice(
      "This system cannot have a process stand still: those of a bout run one after the other, and more bouts are needed to decide",
    );
  }
  await buildThreads().catch(({ message }: Error) => notice(message));
  const settings = { signal, access, cwd: from, notice };
  const { runtimes, loaders } = accept(await resolvePlanned(specs, releases, settings));
  const asked =
    loaders.length > 0 ? loaders : (await resolveRuntimes(["node"], settings)).filter(isJavaScript);
  return { runtimes, workloads: await describeWorkloads(files, asked, { timeoutMs, signal, watchdog }) };
}

/** What specs have come to in a plan keeps the names that it has there. */
async function resolvePlanned(
  specs: readonly string[],
  releases: readonly KnownRuntime[] = [],
  settings: Parameters<typeof resolveRuntimes>[1],
): Promise<InstalledRuntime[]> {
  const planned = specs.map((spec) => releases.find((release) => release.spec === spec));
  const exact = specs.map((spec, index) => {
    const release = planned[index];
    return release?.status === "ready" ? exactSpec(release) : spec;
  });
  const found = await resolveRuntimes(exact, settings);
  return found.map((runtime, index) => ({
    ...runtime,
    spec: specs[index] ?? runtime.spec,
    label: planned[index]?.label ?? runtime.label,
  }));
}

export function isJavaScript(runtime: InstalledRuntime): runtime is JavaScriptRuntime {
  return runtime.kind === "javascript";
}
