import { type Interval, medianInterval } from "../statistics/median.ts";
import { type CsvFile, rowReader } from "./csv-file.ts";
import { csvNumber } from "./csv-number.ts";

/** What one runner process measured of a cell. Times in milliseconds. */
export interface ProcessValues {
  readonly process: string;
  readonly cold: readonly number[];
  readonly warm: readonly number[];
  readonly cpu: readonly number[];
  /** In MiB. */
  readonly peaks: readonly number[];
}

/** The rows of `samples.csv` by cell and process, in their order. */
export function processValues(file: CsvFile): Map<string, ProcessValues[]> {
  const read = rowReader(file);
  const cells = new Map<string, Map<string, GrowingValues>>();
  for (const row of file.rows) {
    const processes = getOrMake(cells, read(row, "cell"), () => new Map<string, GrowingValues>());
    const process = read(row, "process");
    const values = getOrMake(processes, process, () => ({ process, cold: [], warm: [], cpu: [], peaks: [] }));
    const isCold = read(row, "phase") === "cold";
    pushNumber(isCold ? values.cold : values.warm, read(row, "wall_ms"));
    if (!isCold) pushNumber(values.cpu, read(row, "cpu_ms"));
    pushNumber(values.peaks, read(row, "peak_rss_mb"));
  }
  return new Map([...cells].map(([cell, processes]) => [cell, [...processes.values()]]));
}

/** The interval of a median over processes, each of which gives one value, or none. */
export function intervalOver(
  processes: readonly ProcessValues[] | undefined,
  value: (process: ProcessValues) => number | undefined,
): Interval | undefined {
  return medianInterval((processes ?? []).flatMap((process) => value(process) ?? []));
}

type GrowingValues = { process: string } & Record<"cold" | "warm" | "cpu" | "peaks", number[]>;

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function pushNumber(values: number[], text: string): void {
  const value = csvNumber(text);
  if (value !== undefined) values.push(value);
}
