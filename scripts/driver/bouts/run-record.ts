import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { BadInput } from "../command-line/bad-input.ts";
import type { Plan } from "../commands/plan.ts";
import { fromCsv, harmlessText, toCsv } from "../files/csv.ts";
import { shownPath } from "../files/shown-path.ts";
import { appendToFile, makeFolders, replaceFile } from "../files/write-file.ts";
import { type CellStatus, type CellSummary, summarise } from "../judge/summary.ts";
import { coresOf } from "./cores.ts";
import type { Outcome } from "./launch.ts";
import { metricColumns, sampleColumns, summaryColumns } from "./run-files.ts";
import { type Sample, sampleFromRow } from "./sample.ts";
import type { Turn } from "./schedule.ts";

/** How often, at most, the files that follow from the samples are written anew. */
const refreshMs = 2000;

/**
 * The folder of a run, and what was measured so far. The samples of a process are on disk before the next one starts;
 * `summary.csv` and `metrics.csv` follow from them, and are replaced as a whole, so that none is ever half written.
 */
export class RunRecord {
  readonly folder: string;
  /** The run's name: that of its folder. */
  readonly name: string;
  readonly #plan: Plan;
  readonly #cores: number;
  readonly #samples: Sample[] = [];
  readonly #outcomes: Map<string, CellStatus>;
  readonly #measured = new Set<string>();
  #metrics: readonly string[] = [];
  #processes = 0;
  #refreshed = 0;

  /**
   * @param folder exists; see `makeRunFolder`
   * @param cores how many threads the machine can run at once
   */
  constructor(folder: string, plan: Plan, cores: number = coresOf().usable) {
    this.folder = resolve(folder);
    this.name = basename(this.folder);
    this.#plan = plan;
    this.#cores = cores;
    this.#outcomes = new Map(plan.excluded);
  }

  /** Starts with what an earlier session of the same run left. @throws {BadInput} when that was another plan's */
  restore(): void {
    const better = new Map(this.#read("metrics.csv").map(({ metric, better }) => [metric, better]));
    const checksums = new Map(
      this.#read("summary.csv").map(({ cell, checksum }) => [cell, checksum || null]),
    );
    const cells = new Map(this.#plan.cells.map(({ id }) => [harmlessText(id), id]));
    for (const row of this.#read("samples.csv")) {
      const sample = sampleFromRow(row, better);
      const cell = cells.get(sample.cell);
      if (cell === undefined) {
        throw new BadInput(
          `Cannot resume "${this.shownFolder}": it has samples of ${sample.cell}, which its options do not give any more; expected the releases and workloads that it began with`,
        );
      }
      this.#keep([{ ...sample, cell }]);
      this.#processes = Math.max(this.#processes, sample.process);
      this.#outcomes.set(cell, { status: "ok", checksum: checksums.get(sample.cell) ?? null });
    }
    this.#rewriteSamples();
  }

  /** Whether a process need not be started: it has been measured, or its cell has failed. */
  isSettled({ cell, round }: Turn): boolean {
    const outcome = this.#outcomes.get(cell.id);
    if (outcome !== undefined && outcome.status !== "ok") return true;
    return this.#measured.has(processKey({ cell: cell.id, round }));
  }

  /** Keeps what a process measured. One that failed makes its cell fail, and no time of the cell is published. */
  add({ cell, round }: Turn, outcome: Exclude<Outcome, { status: "interrupted" }>): void {
    const known = this.#outcomes.get(cell.id);
    if (outcome.status === "ok") {
      const same = known?.status !== "ok" || known.checksum === outcome.checksum;
      this.#outcomes.set(cell.id, { status: "ok", checksum: same ? outcome.checksum : null });
      this.#processes += 1;
      this.#append(toSamples(outcome, { cell: cell.id, round, process: this.#processes }));
    } else {
      this.#outcomes.set(cell.id, outcome);
    }
    // A cell's first checksum is on disk as soon as its first samples: who resumes compares with it.
    const isNews = known === undefined || outcome.status !== "ok";
    if (isNews || Date.now() - this.#refreshed > refreshMs) this.refresh();
  }

  /** The folder as a person would type it. */
  get shownFolder(): string {
    return shownPath(this.folder);
  }

  /** One row for each cell whose outcome is known. */
  summaries(): CellSummary[] {
    return summarise(this.#plan.cells, this.#outcomes, this.#samples, this.#cores);
  }

  /** Writes the files that follow from the samples. */
  refresh(): void {
    const summaries = this.summaries();
    const metrics = summaries.flatMap(({ cell, figures }) =>
      figures.metrics.map((each) => ({ ...each, cell: cell.id })),
    );
    if (this.#samples.length === 0) this.#rewriteSamples();
    this.write("summary.csv", toCsv(summaries, summaryColumns(this.name, this.#metrics)));
    this.write("metrics.csv", toCsv(metrics, metricColumns(this.name)));
    this.#refreshed = Date.now();
  }

  /** Replaces one of the run's files, as a whole. */
  write(file: string, text: string): void {
    replaceFile(this.#path(file), text);
  }

  #append(samples: readonly Sample[]): void {
    const columns = this.#metrics.length;
    const isFirst = this.#samples.length === 0;
    this.#keep(samples);
    if (isFirst || this.#metrics.length > columns) {
      this.#rewriteSamples();
    } else {
      const rows = toCsv(samples, sampleColumns(this.name, this.#metrics), { header: false });
      appendToFile(this.#path("samples.csv"), rows);
    }
  }

  #keep(samples: readonly Sample[]): void {
    this.#samples.push(...samples);
    for (const sample of samples) this.#measured.add(processKey(sample));
    this.#metrics = [
      ...new Set([...this.#metrics, ...samples.flatMap(({ metrics }) => Object.keys(metrics))]),
    ];
  }

  #rewriteSamples(): void {
    this.write("samples.csv", toCsv(this.#samples, sampleColumns(this.name, this.#metrics)));
  }

  /** Rows of a file of an earlier session; none where it did not come so far. */
  #read(file: string): Record<string, string>[] {
    const path = this.#path(file);
    return existsSync(path) ? fromCsv(readFileSync(path, "utf8")) : [];
  }

  #path(file: string): string {
    return join(this.folder, file);
  }
}

/** Makes the folder of a run. @throws {BadInput} when it exists or cannot be made */
export function makeRunFolder(folder: string): void {
  try {
    makeFolders(dirname(resolve(folder)));
    mkdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
      code === "EEXIST" && existsSync(folder)
        ? "it exists; name a new folder, or go on with that run with --resume"
        : message;
    throw new BadInput(`Cannot write results to "${folder}": ${reason}`, { cause: error });
  }
}

function processKey({ cell, round }: Pick<Sample, "cell" | "round">): string {
  return `${round} ${cell}`;
}

function toSamples(
  { samples }: Extract<Outcome, { status: "ok" }>,
  from: Pick<Sample, "cell" | "round" | "process">,
): Sample[] {
  const kept = Map.groupBy(samples, ({ phase }) => phase);
  return [...(kept.get("cold") ?? []).entries(), ...(kept.get("warm") ?? []).entries()].map(
    ([index, { kind: _, ...sample }]) => ({ ...from, ...sample, sample: index + 1 }),
  );
}
