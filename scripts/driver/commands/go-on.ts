import semver from "semver";
import type { Plan } from "../bouts/plan.ts";
import type { Versions } from "../bouts/upgrade-plan.ts";
import { accessWords } from "../command-line/access.ts";
import { typedCommand } from "../command-line/typed-command.ts";
import { commandWords } from "../files/command-words.ts";
import { workloadsFolder } from "../files/folders.ts";
import { shownPath } from "../files/shown-path.ts";
import { isWorse, type VerdictRow } from "../judge/verdict.ts";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import type { GoOn } from "../report/upgrade-report.ts";
import type { UpgradeOptions } from "./upgrade-options.ts";

/** The commands that go on from a check. */
export function goOn(
  { tasks, sizes, threshold, access }: Pick<UpgradeOptions, "tasks" | "sizes" | "threshold" | "access">,
  { old, new: own }: Versions,
  { cells }: Plan,
  rows: readonly VerdictRow[],
): GoOn {
  const cellWords = ({ comparison: { name } }: VerdictRow): string[] => {
    const path = cells.find(({ workload }) => workload.name === name.workload)?.workload.path ?? "";
    return [
      ...[specOf(old), specOf(own), "-w", path.startsWith(workloadsFolder) ? name.workload : shownPath(path)],
      ...(name.executor === "inline" ? [] : ["--executor", name.executor, "--threads", String(name.threads)]),
      ...(tasks === undefined ? [] : ["--tasks", String(tasks)]),
      ...(sizes === undefined ? [] : ["--size", String(name.size)]),
    ];
  };
  const worse = rows.filter(isWorse);
  const hasPath =
    old.name === own.name &&
    old.flags.join(" ") === own.flags.join(" ") &&
    semver.lt(old.version, own.version);
  // A search follows how much memory there is, which a leak raises.
  const searches = (hasPath ? worse : []).map((row) =>
    typedCommand([
      ...commandWords("bisect"),
      ...cellWords(row),
      ...(row.metric === "wall_ms" ? [] : ["--metric", row.verdict === "leaks" ? "memory_mb" : row.metric]),
      ...(threshold.kind === "fixed"
        ? ["--threshold", `${Number((100 * threshold.change).toPrecision(6))}%`]
        : []),
      ...accessWords(access),
    ]),
  );
  const slower = worse.filter(({ verdict, metric }) => verdict === "slower" && metric === "wall_ms");
  const explanations = slower.map((row) =>
    typedCommand([...commandWords("explain"), ...cellWords(row), ...accessWords(access)]),
  );
  return { searches, explanations };
}

/** What names this very release, also when there are newer ones. */
function specOf({ name, version, flags, spec, source }: JavaScriptRuntime): string {
  return source === "system" || source === "path" ? spec : [`${name}@${version}`, ...flags].join(" ");
}
