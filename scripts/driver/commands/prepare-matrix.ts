import { quotaNotice } from "../bouts/cores.ts";
import type { Surroundings } from "../bouts/run-matrix.ts";
import { describeWorkloads, findWorkloads } from "../bouts/workload-catalogue.ts";
import type { InstalledRuntime, JavaScriptRuntime } from "../releases/installed-runtime.ts";
import { resolveRuntimes } from "../releases/resolve-runtimes.ts";
import { parseRuntimeSpec } from "../releases/runtime-spec.ts";
import type { MatrixOptions } from "./matrix-options.ts";
import { checkExecutors, type Plan, plan } from "./plan.ts";

/** A run before its first process. */
export interface PreparedMatrix {
  readonly runtimes: readonly InstalledRuntime[];
  readonly plan: Plan;
}

/** How long a workload's module may take to load. */
const loadTimeoutMs = 30_000;

/**
 * Finds everything that the options name, and makes the plan. What can be told from names alone is told first, before
 * anything is installed or started.
 *
 * @throws {BadInput} for whatever is wrong with the options
 */
export async function prepareMatrix(
  options: MatrixOptions,
  { signal, watchdog, stream }: Surroundings,
): Promise<PreparedMatrix> {
  checkExecutors(options.executors);
  const quota = quotaNotice();
  if (quota !== undefined) stream.write(`${quota}\n`);
  const files = findWorkloads(options.workloads);
  for (const spec of options.runtimes) parseRuntimeSpec(spec);
  const settings = {
    signal,
    access: options.access,
    notice: (line: string) => void stream.write(`${line}\n`),
  };
  const runtimes = await resolveRuntimes(options.runtimes, settings);
  const loader =
    runtimes.find(isJavaScript) ?? (await resolveRuntimes(["node"], settings)).find(isJavaScript);
  if (loader === undefined) throw new TypeError("The pinned Node is no JavaScript runtime");
  const workloads = await describeWorkloads(files, loader, { timeoutMs: loadTimeoutMs, signal, watchdog });
  return { runtimes, plan: plan(options, runtimes, workloads) };
}

function isJavaScript(runtime: InstalledRuntime): runtime is JavaScriptRuntime {
  return runtime.kind === "javascript";
}
