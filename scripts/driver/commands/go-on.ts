import semver from "semver";
import type { KnownPlan } from "../bouts/plan.ts";
import type { KnownVersions } from "../bouts/upgrade-plan.ts";
import { accessWords } from "../command-line/access.ts";
import { typedCommand } from "../command-line/typed-command.ts";
import { commandWords } from "../files/command-words.ts";
import { workloadsFolder } from "../files/folders.ts";
import { shownPath } from "../files/shown-path.ts";
import { isWorse, type VerdictRow } from "../judge/verdict.ts";
import { exactSpec } from "../releases/exact-spec.ts";
import type { GoOn } from "../report/upgrade-report.ts";
import type { UpgradeOptions } from "./upgrade-options.ts";

/** The commands that go on from a check. */
export function goOn(
  { tasks, sizes, threshold, access }: Pick<UpgradeOptions, "tasks" | "sizes" | "threshold" | "access">,
  { old, new: own }: KnownVersions,
  { cells }: KnownPlan,
  rows: readonly VerdictRow[],
): GoOn {
  const cellWords = ({ comparison: { name } }: VerdictRow): string[] => {
    const path = cells.find(({ workload }) => workload.name === name.workload)?.workload.path ?? "";
    return [
      ...[
        exactSpec(old),
        exactSpec(own),
        "-w",
        path.startsWith(workloadsFolder) ? name.workload : shownPath(path),
      ],
      ...(name.executor === "inline" ? [] : ["--executor", name.executor, "--threads", String(name.threads)]),
      ...(tasks === undefined ? [] : ["--tasks", String(tasks)]),
      ...(sizes === undefined ? [] : ["--size", String(name.size)]),
    ];
  };
  const worse = rows.filter(isWorse);
  const hasPath =
    old.name === own.name &&
    old.flags?.join(" ") === own.flags?.join(" ") &&
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
