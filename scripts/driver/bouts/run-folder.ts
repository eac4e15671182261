import { existsSync, mkdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { BadInput } from "../command-line/bad-input.ts";
import { type Column, harmlessText, toCsv } from "../files/csv.ts";
import { shownPath } from "../files/shown-path.ts";
import { appendToFile, makeFolders, replaceFile } from "../files/write-file.ts";
import { mean } from "../statistics/median.ts";
import type { BoutResult } from "./bout.ts";
import type { KnownCell } from "./contender.ts";
import type { ProcessRecord } from "./process-record.ts";
import { readProcesses } from "./read-processes.ts";
import { processColumns, sampleColumns, sampleRows } from "./run-files.ts";

/**
 * The folder of a run, and what was measured so far. What a bout measured is on disk before the next one starts; all other
 * files follow from it and from the plan, and are replaced as a whole, so that none is ever half written.
 */
export class RunFolder {
  readonly path: string;
  /** The run's name: that of its folder. */
  readonly name: string;
  readonly #cells: ReadonlyMap<string, string>;
  readonly #processes: ProcessRecord[] = [];
  /** By cell, and by cell in a group. */
  readonly #lists = new Map<string, ProcessRecord[]>();
  #metrics: readonly string[] = [];
  #last = 0;

  /**
   * @param path exists; see `makeRunFolder`
   * @param plan has all cells that can come to be measured
   */
  constructor(path: string, { cells }: { readonly cells: readonly Pick<KnownCell, "id">[] }) {
    this.path = resolve(path);
    this.name = basename(this.path);
    // What a spreadsheet would run stands behind a quote in the files.
    this.#cells = new Map(cells.map(({ id }) => [harmlessText(id), id]));
  }

  /** Starts with what an earlier session of the same run left. @throws {BadInput} when that was another plan's */
  restore(): void {
    for (const process of readProcesses(this.path).processes) {
      const cell = this.#cells.get(process.cell);
      if (cell === undefined) {
        throw new BadInput(
          `Cannot resume "${this.shownPath}": it has samples of ${process.cell}, which its options do not give any more; expected the releases and workloads that it began with`,
        );
      }
      this.#keep({ ...process, cell });
    }
    this.#rewrite();
  }

  /** Keeps what a bout came to. */
  add(results: readonly BoutResult[]): void {
    const known = this.#metrics.length;
    const isFirst = this.#processes.length === 0;
    const added = results.map((result) => ({ ...result, process: ++this.#last }));
    for (const each of added) this.#keep(each);
    if (isFirst || this.#metrics.length > known) {
      this.#rewrite();
    } else {
      this.#append("samples.csv", added.flatMap(sampleRows), sampleColumns(this.name, this.#metrics));
      this.#append("processes.csv", added, processColumns(this.name, this.#isMerged));
    }
  }

  /** Takes in what was measured elsewhere, numbered already. */
  adopt(processes: readonly ProcessRecord[]): void {
    for (const each of processes) this.#keep(each);
    this.#rewrite();
  }

  get #isMerged(): boolean {
    return this.#processes[0]?.machine !== undefined;
  }

  get processes(): readonly ProcessRecord[] {
    return this.#processes;
  }

  /** Names of the figures that workloads have reported. */
  get metrics(): readonly string[] {
    return this.#metrics;
  }

  /**
   * Those of one cell, in the order in which they were measured.
   *
   * @param group takes those of its bouts only: a cell can be in several groups
   */
  processesOf(cell: { readonly id: string }, group?: string): readonly ProcessRecord[] {
    return this.#lists.get(listKey(cell.id, group)) ?? [];
  }

  /** How long all of them had their turns, together. */
  get spentMs(): number {
    return this.#processes.reduce((sum, { tookMs }) => sum + tookMs, 0);
  }

  /** How many cores other programs used meanwhile, on average; `undefined` where that is not known. */
  get foreignCores(): number | undefined {
    return mean(this.#processes.flatMap(({ foreignCores }) => foreignCores ?? []));
  }

  /** The folder as a person would type it. */
  get shownPath(): string {
    return shownPath(this.path);
  }

  /** Replaces one of the run's files, as a whole. */
  write(file: string, text: string | Iterable<string>): void {
    replaceFile(join(this.path, file), text);
  }

  /** The folder, or the file in it without which the run cannot be gone on with, if that is not there any more. */
  lost(): string | undefined {
    const needed = [
      "",
      "environment.json",
      ...(this.#processes.length > 0 ? ["samples.csv", "processes.csv"] : []),
    ];
    const path = needed.map((file) => join(this.path, file)).find((each) => !existsSync(each));
    return path === undefined ? undefined : shownPath(path);
  }

  #keep(process: ProcessRecord): void {
    this.#last = Math.max(this.#last, process.process);
    this.#processes.push(process);
    for (const group of [undefined, process.group]) {
      const key = listKey(process.cell, group);
      const list = this.#lists.get(key) ?? [];
      this.#lists.set(key, list);
      list.push(process);
    }
    const names = sampleRows(process).flatMap(({ metrics }) => Object.keys(metrics));
    if (names.some((name) => !this.#metrics.includes(name))) {
      this.#metrics = [...new Set([...this.#metrics, ...names])];
    }
  }

  #rewrite(): void {
    this.write("samples.csv", { [Symbol.iterator]: () => this.#samplesCsv() });
    this.write("processes.csv", toCsv(this.#processes, processColumns(this.name, this.#isMerged)));
  }

  /** Piece by piece: of many cells there are more samples than there should be rows in memory. */
  *#samplesCsv(): Generator<string> {
    const columns = sampleColumns(this.name, this.#metrics);
    yield toCsv([], columns);
    for (let start = 0; start < this.#processes.length; start += processesOfPiece) {
      const rows = this.#processes.slice(start, start + processesOfPiece).flatMap(sampleRows);
      yield toCsv(rows, columns, { header: false });
    }
  }

  #append<Row extends object>(file: string, rows: readonly Row[], columns: readonly Column<Row>[]): void {
    if (rows.length > 0) appendToFile(join(this.path, file), toCsv(rows, columns, { header: false }));
  }
}

const processesOfPiece = 1000;

function listKey(cell: string, group: string | undefined): string {
  return group === undefined ? cell : `${group}\n${cell}`;
}

/** Makes the folder of a run. @throws {BadInput} when it exists or cannot be made */
export function makeRunFolder(folder: string): void {
  if (folder === "") throw new BadInput("--out needs the name of a folder, and got an empty one");
  try {
    makeFolders(dirname(resolve(folder)));
    mkdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
      code !== "EEXIST"
        ? message
        : existsSync(folder)
          ? "it exists; name a new folder, or go on with that run with --resume"
          : "it is, or is below, a file or a link that leads nowhere; name another folder";
    throw new BadInput(`Cannot write results to "${folder}": ${reason}`, { cause: error });
  }
}

/**
 * Makes a folder for a run that begins now: the date and the time, and a number where others have begun in this second,
 * by other processes too.
 *
 * @param start what its path starts with
 * @throws {BadInput} when none can be made
 */
export function makeDatedFolder(start: string, now: Date = new Date()): string {
  const path = `${start}${now.toISOString().slice(0, 19).replaceAll(":", "-")}`;
  for (let number = 1; ; number++) {
    const folder = number === 1 ? path : `${path}-${number}`;
    try {
      makeRunFolder(folder);
      return folder;
    } catch (error) {
      if (!existsSync(folder)) throw error;
    }
  }
}
