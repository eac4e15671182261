import { quotaNotice } from "../bouts/cores.ts";
import type { Surroundings } from "../bouts/run-matrix.ts";
import { defaultWorkloads, type UpgradeCell, upgradeCells, type Versions } from "../bouts/upgrade-cell.ts";
import { describeWorkloads, findWorkloads } from "../bouts/workload-catalogue.ts";
import { BadInput } from "../command-line/bad-input.ts";
import type { InstalledRuntime, JavaScriptRuntime } from "../releases/installed-runtime.ts";
import { resolveRuntimes } from "../releases/resolve-runtimes.ts";
import { parseRuntimeSpec } from "../releases/runtime-spec.ts";
import { checkExecutors } from "./plan.ts";
import type { UpgradeOptions } from "./upgrade-options.ts";

/** A check before its first process. */
export interface PreparedUpgrade {
  readonly versions: Versions;
  readonly cells: readonly UpgradeCell[];
}

type Options = Pick<
  UpgradeOptions,
  "old" | "new" | "workloads" | "executors" | "threads" | "tasks" | "sizes" | "access"
>;

/** How long a workload's module may take to load. */
const loadTimeoutMs = 30_000;

/**
 * Finds everything that the options name, and makes the cells. What can be told from names alone is told first, before
 * anything is installed or started.
 *
 * @throws {BadInput} for whatever is wrong with the options
 */
export async function prepareUpgrade(
  options: Options,
  { signal, watchdog, stream }: Surroundings,
): Promise<PreparedUpgrade> {
  checkExecutors(options.executors ?? []);
  const quota = quotaNotice();
  if (quota !== undefined) stream.write(`${quota}\n`);
  const files = findWorkloads(options.workloads ?? defaultWorkloads);
  const specs = [options.old, options.new];
  for (const spec of specs) parseRuntimeSpec(spec);
  const notice = (line: string): void => void stream.write(`${line}\n`);
  const [old, own] = (await resolveRuntimes(specs, { signal, access: options.access, notice })).map(
    javaScriptOnly,
  );
  if (old === undefined || own === undefined) throw new Error("Two specs have to give two runtimes");
  const versions = { old, new: own };
  const how = { timeoutMs: loadTimeoutMs, signal, watchdog };
  // One that loads under one of the two only is a finding.
  const workloads = await describeWorkloads(files, own, how).catch((error: unknown) => {
    if (!(error instanceof BadInput)) throw error;
    return describeWorkloads(files, old, how).catch(() => {
      throw error;
    });
  });
  return { versions, cells: upgradeCells(options, versions, workloads) };
}

function javaScriptOnly(runtime: InstalledRuntime): JavaScriptRuntime {
  if (runtime.kind === "javascript") return runtime;
  throw new BadInput(
    `Cannot check an upgrade of ${runtime.spec}: ${runtime.name} is a reference of the matrix; expected node, deno or bun`,
  );
}
