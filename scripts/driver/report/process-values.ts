import { type Interval, medianInterval } from "../statistics/median.ts";
import { rowReader, scanCsvFile } from "./csv-file.ts";
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
export type SampleValues = ReadonlyMap<string, readonly ProcessValues[]>;

/** Reads `samples.csv`; `undefined` where there is none. What is wrong with it is told in `gaps`. */
export function readSampleValues(path: string, gaps: string[]): SampleValues | undefined {
  const cells = new Map<string, Map<string, GrowingValues>>();
  const read = scanCsvFile(path, (columns) => {
    const text = rowReader({ columns });
    return (row) => {
      const processes = getOrMake(cells, text(row, "cell"), () => new Map<string, GrowingValues>());
      const process = text(row, "process");
      const values = getOrMake(processes, process, () => ({
        ...{ process, cold: [], warm: [], cpu: [], peaks: [] },
      }));
      const isCold = text(row, "phase") === "cold";
      pushNumber(isCold ? values.cold : values.warm, text(row, "wall_ms"));
      if (!isCold) pushNumber(values.cpu, text(row, "cpu_ms"));
      pushNumber(values.peaks, text(row, "peak_rss_mb"));
    };
  });
  gaps.push(...(read?.gaps ?? []));
  return read && new Map([...cells].map(([cell, processes]) => [cell, [...processes.values()]]));
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
