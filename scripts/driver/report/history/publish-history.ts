import { join } from "node:path";
import { BadInput } from "../../command-line/bad-input.ts";
import { replaceFile } from "../../files/write-file.ts";
import { standaloneSvg } from "../charts/charts.ts";
import { tablesMarkdown } from "../markdown.ts";
import type { Provenance } from "../provenance.ts";
import type { View } from "../publication.ts";
import { tablesCsv, tablesJson } from "../tables-csv.ts";
import { type Format, makeFolder, replaceCharts } from "../write-publication.ts";
import { type MachineHistory, readHistory } from "./history.ts";
import { historyPage } from "./history-page.ts";
import { historySections } from "./history-sections.ts";
import { trendCharts } from "./trend-chart.ts";

/**
 * Publishes all runs in a folder as one history: `index.html`, `history.md`, `history.csv`, `history.json`, `charts/`.
 *
 * @throws {BadInput} for options that lay out tables
 */
export function publishHistory({
  folder,
  view,
  formats,
  out = folder,
}: {
  folder: string;
  view: View;
  formats: readonly Format[];
  out: string | undefined;
}): { files: readonly string[]; gaps: readonly string[] } {
  for (const option of ["rows", "columns", "table", "baseline"] as const) {
    if (view[option] === undefined) continue;
    throw new BadInput(`--${option} is for a single run; "${folder}" holds several, and makes a history`);
  }
  if ((view.metrics?.length ?? 0) > 1) throw new BadInput("A history shows one --metric at a time");
  const history = readHistory(folder, view.metrics?.[0] ?? "median_ms", view.filters);
  const sections = historySections(history.machines, history.measure);
  const drawn = trendCharts(history.machines, history.measure);
  const provenances = new Map(
    history.machines.map((machine, index) => [`machine-${index + 1}`, provenanceOf(machine)]),
  );
  const whole = joined(history.machines);
  const of = (id: string): Provenance => provenances.get(id) ?? whole;
  const files: Record<Exclude<Format, "svg">, readonly [name: string, text: () => string]> = {
    md: ["history.md", () => tablesMarkdown("History", sections, of, history.gaps)],
    html: ["index.html", () => historyPage(history, sections, drawn)],
    csv: ["history.csv", () => tablesCsv(sections, of)],
    json: ["history.json", () => tablesJson(sections, [], whole, history.gaps)],
  };
  makeFolder(out);
  const names = formats.flatMap((format) => {
    if (format === "svg") {
      replaceCharts(out, new Map(drawn.map((chart) => [chart.id, standaloneSvg(chart, of(chart.question))])));
      return drawn.length > 0 ? "charts/" : [];
    }
    const [name, text] = files[format];
    replaceFile(join(out, name), text());
    return name;
  });
  return { files: names, gaps: history.gaps };
}

/** Where the figures of a machine's runs come from: what they have in common, and the time from the first to the last. */
function provenanceOf({ id, machine, runs }: MachineHistory): Provenance {
  const started = runs.map(({ run }) => run.provenance.started).filter(Boolean);
  const span =
    started.length > 1
      ? `${started[0]?.slice(0, 10)} to ${started.at(-1)?.slice(0, 10)}`
      : (started[0] ?? "");
  return {
    run: runs.map(({ name }) => name).join(", "),
    machineId: id,
    machine,
    cores: runs[0]?.run.provenance.cores,
    cpuQuota: runs[0]?.run.provenance.cpuQuota,
    runtimes: [...new Set(runs.flatMap(({ run }) => run.provenance.runtimes))],
    labels: [...new Set(runs.flatMap(({ run }) => run.provenance.labels))],
    started: span,
    finished: "",
    command:
      runs.length === 1
        ? (runs[0]?.run.provenance.command ?? "")
        : `${runs.length} runs, each with its own command`,
    seed: "",
    suite: "",
    settings: [],
    missing: [],
    machines: [],
  };
}

function joined(machines: readonly MachineHistory[]): Provenance {
  const all = provenanceOf({ id: "", machine: "", runs: machines.flatMap(({ runs }) => runs), trends: [] });
  return { ...all, machine: machines.map(({ machine }) => machine).join("; ") };
}
