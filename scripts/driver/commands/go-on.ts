import semver from "semver";
import type { Plan } from "../bouts/plan.ts";
import type { Versions } from "../bouts/upgrade-plan.ts";
import { accessWords } from "../command-line/access.ts";
import { typedCommand } from "../command-line/typed-command.ts";
import { workloadsFolder } from "../files/folders.ts";
import { shownPath } from "../files/shown-path.ts";
import type { VerdictRow } from "../judge/verdict.ts";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import type { UpgradeOptions } from "./upgrade-options.ts";

/** The commands that go on from a check: what finds the release since when a figure is worse, or a workload does not run. */
export function searchCommands(
  options: Pick<UpgradeOptions, "tasks" | "sizes" | "threshold" | "access">,
  { old, new: own }: Versions,
  { cells }: Plan,
  rows: readonly VerdictRow[],
): string[] {
  if (
    old.name !== own.name ||
    old.flags.join(" ") !== own.flags.join(" ") ||
    semver.gte(old.version, own.version)
  )
    return [];
  const { tasks, sizes, threshold, access } = options;
  const worse = rows.filter(({ verdict }) => verdict === "slower" || verdict === "broke");
  return worse.map(({ comparison: { name }, metric }) => {
    const path = cells.find(({ workload }) => workload.name === name.workload)?.workload.path ?? "";
    return typedCommand([
      ...["npx", "zx", "scripts/bisect.mjs", specOf(old), specOf(own)],
      ...["-w", path.startsWith(workloadsFolder) ? name.workload : shownPath(path)],
      ...(metric === "wall_ms" ? [] : ["--metric", metric]),
      ...(name.executor === "inline" ? [] : ["--executor", name.executor, "--threads", String(name.threads)]),
      ...(tasks === undefined ? [] : ["--tasks", String(tasks)]),
      ...(sizes === undefined ? [] : ["--size", String(name.size)]),
      ...(threshold.kind === "fixed"
        ? ["--threshold", `${Number((100 * threshold.change).toPrecision(6))}%`]
        : []),
      ...accessWords(access),
    ]);
  });
}

/** What names this very release, also when there are newer ones. */
function specOf({ name, version, flags, spec, source }: JavaScriptRuntime): string {
  return source === "system" || source === "path" ? spec : [`${name}@${version}`, ...flags].join(" ");
}
