import { ownFigures as besideTime } from "../../../runners/cell/own-figures.ts";
import { releasesTable } from "./bisect/releases-table.ts";
import type { ComparisonRow } from "./comparison-rows.ts";
import { machinesTable } from "./machines-table.ts";
import { type Measure, metricMeasures, ownMeasure } from "./measure.ts";
import { overviewTable } from "./overview-table.ts";
import { project } from "./projection.ts";
import type { PublishedCell } from "./published-cell.ts";
import type { Run } from "./read-run.ts";
import { figureTables, stepsTable } from "./release-history/history-tables.ts";
import type { Table } from "./table.ts";
import { troubleTable } from "./trouble-table.ts";
import { releaseVerdicts, verdictTable } from "./verdict-table.ts";

/** What a reader of a run asks, and the tables that answer it. */
interface Question {
  readonly id: string;
  readonly title: string;
  tables(asked: Asked): readonly Table[];
}

/** What a question is asked of. */
export interface Asked {
  readonly run: Run;
  /** The cells that `--filter` has left. */
  readonly cells: readonly PublishedCell[];
  readonly baseline: string | undefined;
}

/** A question with its answer. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly tables: readonly Table[];
}

/** Every question, in the order in which a run answers them. A question without an answer is left out. */
const questions: readonly Question[] = [
  {
    id: "overview",
    title: "The whole run",
    tables: ({ run, cells }) => overviewTable(run, cells),
  },
  {
    id: "runtimes",
    title: "Which runtime is fastest for each workload?",
    tables: (asked) =>
      compared(asked, ownMeasure("median_ms"), {
        id: "runtimes",
        table: ["config"],
        rows: ["work"],
        mean: true,
      }),
  },
  {
    id: "threads",
    title: "How does it scale with threads?",
    tables: ({ run, cells }) => {
      const threaded = cells.filter(({ executor }) => executor !== "inline" && executor !== "");
      return project(run, cells.length > threaded.length ? threaded : [], {
        id: "threads",
        title: "Speed-up",
        table: ["executor"],
        rows: ["work", "label"],
        columns: ["threads"],
        measure: ownMeasure("speedup"),
        baseline: undefined,
        mean: false,
      }).filter(hasFigures);
    },
  },
  {
    id: "start",
    title: "What does starting cost?",
    tables: (asked) =>
      compared(asked, ownMeasure("start_ms"), { id: "start", rows: ["work", "config"] }).map((table) => ({
        ...table,
        about: `How much longer the first group takes, with a new executor, than the same group warm. ${table.about}`,
      })),
  },
  {
    id: "memory",
    title: "How much memory?",
    tables: (asked) => compared(asked, ownMeasure("peak_rss_mb"), { id: "memory", rows: ["work", "config"] }),
  },
  {
    id: "figures",
    title: "What else did the workloads measure?",
    tables: (asked) =>
      figuresTable(
        asked,
        false,
        "Figures that the workloads report beside their time, warm. Ranks are within the row.",
      ),
  },
  {
    id: "beside",
    title: "Memory, garbage collection, event loop?",
    tables: (asked) =>
      figuresTable(
        asked,
        true,
        `Taken behind the timed samples. ${Object.entries(besideTime)
          .map(([name, { about }]) => `${name}: ${about}`)
          .join("; ")}. Ranks are within the row.`,
      ),
  },
  {
    id: "upgrade",
    title: "What did the upgrade change?",
    tables: ({ run: { upgrade } }) => (upgrade.length > 0 ? [releaseVerdicts(upgrade)] : []),
  },
  {
    id: "bisect",
    title: "Which release made the difference?",
    tables: ({ run: { bisect } }) => (bisect.length > 0 ? [releasesTable(bisect)] : []),
  },
  {
    id: "steps",
    title: "Where did the level change?",
    tables: ({ run: { history } }) => stepsTable(history),
  },
  {
    id: "history",
    title: "How did each cell change over the releases?",
    tables: ({ run: { history } }) => figureTables(history),
  },
  {
    id: "machines",
    title: "What did each machine measure?",
    tables: ({ run, cells }) => machinesTable(run.machines, cells, run.provenance.machines),
  },
  {
    id: "trouble",
    title: "What has no figures, and why?",
    tables: ({ cells }) => troubleTable(cells),
  },
  {
    id: "compared",
    title: "What was compared?",
    tables: comparedTables,
  },
];

/** All questions that the run answers. */
export function answers(asked: Asked): Section[] {
  return questions.flatMap(({ id, title, tables }) => {
    const found = tables(asked);
    return found.length > 0 ? { id, title, tables: found } : [];
  });
}

/** One measure of all runtimes, side by side. */
function compared(
  { run, cells, baseline }: Asked,
  measure: Measure,
  { id, table = [], rows, mean = false }: { id: string; table?: string[]; rows: string[]; mean?: boolean },
): Table[] {
  const projection = { id, title: "", table, rows, columns: ["label"], measure, baseline, mean };
  return project(run, cells, projection).filter(hasFigures);
}

/** All figures of the workloads' own, or all that the suite takes beside the time, in one table, each in a row of its workload. */
function figuresTable(asked: Asked, isBeside: boolean, about: string): Table[] {
  const tables = metricMeasures(asked.run)
    .filter((measure) => measure.name in besideTime === isBeside)
    .flatMap((measure) =>
      compared(asked, measure, { id: "figures", rows: ["work", "config"] }).map((table) => ({
        measure,
        table,
      })),
    );
  const [first] = tables;
  if (first === undefined) return [];
  const rows = tables.flatMap(({ measure, table }) =>
    table.rows.flatMap((row) =>
      row.entries.some(({ kind }) => kind === "figure")
        ? [{ ...row, keys: [...row.keys, measure.title] }]
        : [],
    ),
  );
  return [
    {
      ...first.table,
      about,
      keys: [...first.table.keys, "figure"],
      rows: [...Map.groupBy(rows, ({ keys }) => keys[0]).values()].flat(),
    },
  ];
}

/** What was found about cells that met in the same bouts, a table for each question. */
function comparedTables({ run, cells }: Asked): Table[] {
  const known = new Map(cells.map((cell) => [cell.id, cell]));
  return comparedFor.flatMap(({ question, title, about, keys, names }) => {
    const rows = run.comparisons.rows.filter(
      (row) => row.question === question && known.has(row.cell) && known.has(row.baseline),
    );
    // What does not run has its reason in a table by itself.
    const judged = rows.map((row) => (row.ratio === undefined ? { ...row, note: "" } : row));
    const pair = ({ cell, baseline }: ComparisonRow) => [known.get(cell), known.get(baseline)] as const;
    const naming = { id: `compared-${question}`, title, about, keys };
    if (judged.length === 0) return [];
    return [verdictTable(judged, { ...naming, names: (row) => names(...pair(row)) })];
  });
}

type Known = PublishedCell | undefined;

const comparedFor: readonly {
  readonly question: string;
  readonly title: string;
  readonly about: string;
  readonly keys: readonly string[];
  names(cell: Known, baseline: Known): readonly string[];
}[] = [
  {
    question: "runtime",
    title: "Runtimes",
    about:
      "Each pair of runtimes, with the same executor and threads: the first one's figure divided by the second one's.",
    keys: ["workload", "executor", "runtime", "against"],
    names: (cell, baseline) => [
      cell?.work ?? "",
      cell?.config ?? "",
      cell?.label ?? "",
      baseline?.label ?? "",
    ],
  },
  {
    question: "executor",
    title: "Executors",
    about: "Each executor against inline, on the same runtime: its figure divided by that of inline.",
    keys: ["workload", "runtime", "executor", "against"],
    names: (cell, baseline) => [
      cell?.work ?? "",
      cell?.label ?? "",
      cell?.config ?? "",
      baseline?.config ?? "",
    ],
  },
];

function hasFigures({ rows }: Table): boolean {
  return rows.some(({ entries }) => entries.some(({ kind }) => kind === "figure"));
}
