import type { Evidence } from "./findings.ts";
import { counted, listed } from "./words.ts";

/** What is missing, and what the run is too small to say. */
export function troubleFindings({ run, cells }: Evidence): string[] {
  const troubled = cells.filter(({ status }) => status !== "ok");
  const statuses = Map.groupBy(troubled, ({ status }) => status);
  const unfinished = run.cells.length > 0 && run.provenance.started !== "" && run.provenance.finished === "";
  const processes = cells.flatMap(({ numbers }) => numbers.get("processes") ?? []);
  const few = processes.filter((count) => count < 6).length;
  return [
    ...(troubled.length > 0
      ? [
          `${troubled.length} of ${counted(cells.length, "cell")} ${troubled.length === 1 ? "has" : "have"} no figures: ${listed(
            [...statuses].map(([status, group]) => `${group.length} ${status}`),
          )}. The reasons are in the last table.`,
        ]
      : []),
    ...(few > 0
      ? [
          `${counted(few, "cell")} ${few === 1 ? "has" : "have"} fewer than 6 processes: without an interval, no figure of ${few === 1 ? "it" : "theirs"} is called faster or slower.`,
        ]
      : []),
    ...(unfinished ? ["The run was not finished: this is what was measured until then."] : []),
  ];
}
