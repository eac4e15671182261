import type { Evidence, Finding } from "./evidence.ts";
import { counted, listed } from "./words.ts";

/** What is missing, and what the run is too small to say. */
export function troubleFindings({ run, cells }: Evidence): Finding[] {
  const troubled = cells.filter(({ status }) => status !== "ok");
  const statuses = Map.groupBy(troubled, ({ status }) => status);
  const unfinished = run.cells.length > 0 && run.provenance.started !== "" && run.provenance.finished === "";
  const processes = cells.flatMap(({ numbers }) => numbers.get("processes") ?? []);
  const few = processes.filter((count) => count < 6).length;
  const { cpuQuota } = run.provenance;
  const found: readonly (readonly [topic: string, applies: boolean, text: string])[] = [
    [
      "No figures",
      troubled.length > 0,
      `${troubled.length} of ${counted(cells.length, "cell")}: ${listed([...statuses].map(([status, group]) => `${group.length} ${status}`))}. The reasons are in the last table of the questions.`,
    ],
    [
      "Too few processes",
      few > 0,
      `${counted(few, "cell")} with fewer than 6: without an interval, nothing is called faster or slower.`,
    ],
    [
      "CPU quota",
      cpuQuota !== undefined,
      `The run was allowed the time of ${counted(cpuQuota ?? 0, "core")}: what used more stood still until the next period, so times and speed-ups say as much about the quota as about the runtimes.`,
    ],
    ["Not finished", unfinished, "This is what was measured until the run was interrupted."],
  ];
  return found.flatMap(([topic, applies, text]) => (applies ? { topic, text } : []));
}
