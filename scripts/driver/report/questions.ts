import { type Measure, metricMeasures, ownMeasure } from "./measure.ts";
import { overviewTable } from "./overview-table.ts";
import { project } from "./projection.ts";
import type { PublishedCell } from "./published-cell.ts";
import type { Run } from "./read-run.ts";
import type { Table } from "./table.ts";
import { troubleTable } from "./trouble-table.ts";
import { upgradeTables } from "./upgrade-table.ts";

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
    id: "event-loop",
    title: "How late is the event loop?",
    tables: (asked) => ownFigures(asked, isLateness),
  },
  {
    id: "figures",
    title: "What else did the workloads measure?",
    tables: (asked) => ownFigures(asked, (name) => !isLateness(name)),
  },
  {
    id: "upgrade",
    title: "What did the upgrade change?",
    tables: ({ run }) => upgradeTables(run),
  },
  {
    id: "trouble",
    title: "What has no figures, and why?",
    tables: ({ cells }) => troubleTable(cells),
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

/** A table for each figure of the workloads' own, with the workloads that report it. */
function ownFigures(asked: Asked, isWanted: (name: string) => boolean): Table[] {
  return metricMeasures(asked.run)
    .filter(({ name }) => isWanted(name))
    .flatMap((measure) => {
      const reporting = asked.cells.filter((cell) => measure.figure(asked.run, cell));
      const works = new Set(reporting.map(({ work }) => work));
      const cells = asked.cells.filter(({ work }) => works.has(work));
      const tables = compared({ ...asked, cells }, measure, {
        id: `figures-${measure.name}`,
        rows: ["work", "config"],
      });
      return tables.map((table) => ({ ...table, title: measure.name }));
    });
}

/** Figures about how late something ran that was due. */
function isLateness(metric: string): boolean {
  return /(?:^|_)(?:lag|late|lateness|delay|loop)(?:_|$)/.test(metric);
}

function hasFigures({ rows }: Table): boolean {
  return rows.some(({ entries }) => entries.some(({ kind }) => kind === "figure"));
}
