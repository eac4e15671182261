import { counted } from "../../command-line/counted.ts";
import { isDisagreement } from "../../judge/machines.ts";
import type { Evidence } from "./evidence.ts";
import { listed } from "./words.ts";

/** What has no figures, and whether the run went to its end. */
export function troubleFindings({ run, cells }: Evidence): string[] {
  const { cpuQuota, missing } = run.provenance;
  const troubled = cells.filter(({ status }) => status !== "ok");
  const isUnfinished =
    run.cells.length + run.upgrade.length > 0 &&
    run.provenance.started !== "" &&
    run.provenance.finished === "";
  const statuses = [...Map.groupBy(troubled, ({ status }) => status)].map(([status, group]) => {
    const names = group.map(({ work, label, config }) => `${work} on ${label}, ${config}`);
    return `${listed(names, 2)} (${status})`;
  });
  const few = cells.filter(({ numbers }) => (numbers.get("processes") ?? fewest) < fewest).length;
  return [
    ...(few > 0
      ? [
          `${counted(few, "cell")} ${few === 1 ? "has" : "have"} fewer than ${fewest} processes: no intervals${run.comparisons.rows.length > 0 ? "" : ", and no ranks"}.`,
        ]
      : []),
    ...(troubled.length > 0
      ? [`No figures from ${troubled.length} of ${counted(cells.length, "cell")}: ${statuses.join("; ")}.`]
      : []),
    ...(cpuQuota === undefined
      ? []
      : [
          `The run was allowed the time of ${counted(cpuQuota, "core")}: what used more stood still until the next period, so times and speed-ups say as much about the quota as about the runtimes.`,
        ]),
    ...disagreements(run),
    ...(missing.length > 0 ? [`This is not the whole run: ${missing.join("; ")}.`] : []),
    ...(isUnfinished && missing.length === 0
      ? ["The run was interrupted: this is what was measured until then."]
      : []),
  ];
}

/** Machines that do not agree: there is no ratio of all then. */
function disagreements({ comparisons, upgrade }: Evidence["run"]): string[] {
  const all = [...comparisons.rows, ...upgrade];
  const apart = all.flatMap(({ cell, note }) => {
    const said = note.split("; ").find(isDisagreement);
    return said === undefined ? [] : `${cell} (${said})`;
  });
  if (apart.length === 0) return [];
  return [
    `Machines do not agree on ${apart.length} of ${counted(all.length, "ratio")}: ${listed(apart, 2)}.`,
  ];
}

/** So many processes of a cell give its time an interval. */
const fewest = 6;
