import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type Column, fromCsv, toCsv } from "../files/csv.ts";
import { shownPath } from "../files/shown-path.ts";
import { appendToFile, replaceFile } from "../files/write-file.ts";
import { type CellJudgement, judgeCell } from "../judge/judge-cell.ts";
import type { Judging } from "../judge/judge-series.ts";
import type { VerdictRow } from "../judge/verdict-row.ts";
import { mean } from "../statistics/median.ts";
import type { ProcessRecord } from "./process-record.ts";
import { restoreProcesses } from "./restore-processes.ts";
import type { Side, UpgradeCell } from "./upgrade-cell.ts";
import { processColumns, sampleColumns, sampleRows, verdictColumns } from "./upgrade-files.ts";

/** The two versions, as far as the files need them. */
type Labels = Readonly<Record<Side, { readonly label: string }>>;

/**
 * The folder of a check, and what was measured so far. What a pair measured is on disk before the next one
 * starts; `upgrade.csv` follows from it, and is replaced as a whole.
 */
export class UpgradeRecord {
  readonly folder: string;
  /** The run's name: that of its folder. */
  readonly name: string;
  readonly #cells: readonly UpgradeCell[];
  readonly #judging: Judging;
  readonly #labels: Readonly<Record<Side, string>>;
  readonly #processes: ProcessRecord[] = [];
  readonly #judgements = new Map<string, CellJudgement>();
  #metrics: readonly string[] = [];

  /** @param folder exists; see `makeRunFolder` */
  constructor(folder: string, cells: readonly UpgradeCell[], versions: Labels, judging: Judging) {
    this.folder = resolve(folder);
    this.name = basename(this.folder);
    this.#cells = cells;
    this.#judging = judging;
    this.#labels = { old: versions.old.label, new: versions.new.label };
  }

  /** Starts with what an earlier session of the same run left. */
  restore(): void {
    const cells = new Set(this.#cells.map(({ id }) => id));
    const processes = restoreProcesses(this.#read("processes.csv"), this.#read("samples.csv"));
    this.#processes.push(...processes.filter(({ cell }) => cells.has(cell)));
    for (const each of this.#processes) this.#learnMetrics(each);
    this.#rewrite();
  }

  /** Keeps what a process measured, or why it did not. */
  add(record: ProcessRecord): void {
    const isFirst = this.#processes.length === 0;
    this.#processes.push(record);
    this.#judgements.delete(record.cell);
    if (this.#learnMetrics(record) || isFirst) {
      this.#rewrite();
    } else {
      this.#append("samples.csv", sampleRows(record), this.#sampleColumns());
      this.#append("processes.csv", [record], processColumns(this.name));
    }
  }

  /** How a cell stands. */
  judgement(cell: UpgradeCell): CellJudgement {
    const known = this.#judgements.get(cell.id);
    if (known !== undefined) return known;
    const judgement = judgeCell(cell, this.processesOf(cell), this.#judging);
    this.#judgements.set(cell.id, judgement);
    return judgement;
  }

  /** One row for each figure of each cell that has been measured, in the order of the plan. */
  rows(): VerdictRow[] {
    return this.#cells.flatMap((cell) => this.judgement(cell).rows);
  }

  processesOf(cell: UpgradeCell): ProcessRecord[] {
    return this.#processes.filter((each) => each.cell === cell.id);
  }

  /** The number of the process that was started last; 0 before the first. */
  get processes(): number {
    return Math.max(0, ...this.#processes.map(({ process }) => process));
  }

  /** How long they have taken together. */
  get spentMs(): number {
    return this.#processes.reduce((sum, { tookMs }) => sum + tookMs, 0);
  }

  /** How many cores other programs used meanwhile, on average; `undefined` where that is not known. */
  get foreignCores(): number | undefined {
    return mean(this.#processes.flatMap(({ foreignCores }) => foreignCores ?? []));
  }

  /** The folder as a person would type it. */
  get shownFolder(): string {
    return shownPath(this.folder);
  }

  /** Writes `upgrade.csv`. */
  refresh(): void {
    this.write("upgrade.csv", toCsv(this.rows(), verdictColumns));
  }

  /** Replaces one of the run's files, as a whole. */
  write(file: string, text: string): void {
    replaceFile(join(this.folder, file), text);
  }

  /** Whether the process brought a metric that no other had. */
  #learnMetrics(record: ProcessRecord): boolean {
    const names = sampleRows(record).flatMap(({ metrics }) => Object.keys(metrics));
    const known = this.#metrics.length;
    this.#metrics = [...new Set([...this.#metrics, ...names])];
    return this.#metrics.length > known;
  }

  #sampleColumns(): ReturnType<typeof sampleColumns> {
    return sampleColumns(this.name, this.#labels, this.#metrics);
  }

  #rewrite(): void {
    this.write("samples.csv", toCsv(this.#processes.flatMap(sampleRows), this.#sampleColumns()));
    this.write("processes.csv", toCsv(this.#processes, processColumns(this.name)));
  }

  #append<Row extends object>(file: string, rows: readonly Row[], columns: readonly Column<Row>[]): void {
    if (rows.length > 0) appendToFile(join(this.folder, file), toCsv(rows, columns, { header: false }));
  }

  /** Rows of a file of an earlier session; none where it did not come so far. */
  #read(file: string): Record<string, string>[] {
    const path = join(this.folder, file);
    return existsSync(path) ? fromCsv(readFileSync(path, "utf8")) : [];
  }
}
