import { readdirSync } from "node:fs";
import { join } from "node:path";
import semver from "semver";
import { BadInput } from "../../command-line/bad-input.ts";
import type { Figure } from "../../statistics/figure.ts";
import { filterCells } from "../cell-filter.ts";
import { findMeasure, type Measure } from "../measure.ts";
import type { PublishedCell } from "../published-cell.ts";
import { isRunFolder, type Run, readRun } from "../read-run.ts";

/** The runs of one machine. Those of several are never compared. */
export interface MachineHistory {
  /** Tells machines apart; a run that does not know its machine is on one of its own. */
  readonly id: string;
  readonly machine: string;
  /** The oldest first. */
  readonly runs: readonly NamedRun[];
  readonly trends: readonly Trend[];
}

/** A run by the name of its folder. */
export interface NamedRun {
  readonly name: string;
  readonly run: Run;
}

/** What became of one cell over the releases of its runtime. */
export interface Trend {
  readonly runtime: string;
  readonly work: string;
  readonly config: string;
  /** In semver order; of several runs of one release, the newest. */
  readonly points: readonly TrendPoint[];
}

interface TrendPoint {
  readonly version: string;
  /** Name of the run. */
  readonly run: string;
  readonly cell: PublishedCell;
  readonly figure: Figure | undefined;
}

export interface History {
  readonly machines: readonly MachineHistory[];
  readonly measure: Measure;
  readonly gaps: readonly string[];
}

/**
 * Reads all runs in a folder.
 *
 * @throws {BadInput} for a metric that no run has, and for filters that leave nothing in any
 */
export function readHistory(folder: string, metric: string, filters: readonly string[]): History {
  const gaps: string[] = [];
  const runs = readdirSync(folder)
    .filter((name) => isRunFolder(join(folder, name)))
    .flatMap((name): NamedRun[] => {
      try {
        const run = readRun(join(folder, name));
        gaps.push(...run.gaps.map((gap) => `${name}: ${gap}`));
        return [{ name, run }];
      } catch (error) {
        if (!(error instanceof BadInput)) throw error;
        gaps.push(`${name}: ${error.message}`);
        return [];
      }
    })
    .toSorted((a, b) => compareText(startOf(a), startOf(b)));
  const measured = runs.filter(({ run }) => run.cells.length > 0);
  const measure = inAny(measured, ({ run }) => findMeasure(run, metric));
  if (filters.length > 0) inAny(measured, ({ run }) => filterCells(run.cells, filters));
  const groups = Map.groupBy(runs, ({ name, run }) => run.provenance.machineId || `unknown: ${name}`);
  return {
    measure: measure ?? findMeasure({ cells: [], metrics: [] } as unknown as Run, "median_ms"),
    gaps,
    machines: [...groups].map(([id, own]) => ({
      id,
      machine: own.map(({ run }) => run.provenance.machine).find(Boolean) ?? "machine not known",
      runs: own,
      trends: trends(own, metric, filters),
    })),
  };
}

/** Versions in semver order; what is no version comes last, by its letters. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [semver.parse(a, { loose: true }), semver.parse(b, { loose: true })];
  if (left && right) return semver.compare(left, right) || compareText(a, b);
  if (left || right) return left ? -1 : 1;
  return a.localeCompare(b, "en", { numeric: true });
}

function trends(runs: readonly NamedRun[], metric: string, filters: readonly string[]): Trend[] {
  const points = runs.flatMap(({ name, run }) => {
    if (run.cells.length === 0) return [];
    const measure = attempt(() => findMeasure(run, metric));
    const cells = attempt(() => filterCells(run.cells, filters)) ?? [];
    return cells.flatMap((cell) => {
      const version = cell.texts.get("version") ?? "";
      if (version === "" || measure === undefined) return [];
      const figure = measure.figure(run, cell);
      const runtime = cell.texts.get("runtime") ?? "";
      return [{ runtime, work: cell.work, config: cell.config, point: { version, run: name, cell, figure } }];
    });
  });
  const groups = Map.groupBy(points, ({ runtime, work, config }) => JSON.stringify([runtime, work, config]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const newest = new Map(group.map(({ point }) => [point.version, point]));
    const ordered = [...newest.values()].toSorted((a, b) => compareVersions(a.version, b.version));
    return [{ runtime: first.runtime, work: first.work, config: first.config, points: ordered }];
  });
}

/** The answer of the first run that has one. @throws what the last run threw */
function inAny<Answer>(runs: readonly NamedRun[], ask: (run: NamedRun) => Answer): Answer | undefined {
  let refusal: unknown;
  for (const run of runs) {
    try {
      return ask(run);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      refusal = error;
    }
  }
  if (refusal !== undefined) throw refusal;
  return undefined;
}

function attempt<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
}

function startOf({ name, run }: NamedRun): string {
  return run.provenance.started || name;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
