import { ratioOf } from "../../statistics/figure.ts";
import type { Measure } from "../measure.ts";
import type { Section } from "../questions.ts";
import type { Entry, Table, TableRow } from "../table.ts";
import { compareVersions, type MachineHistory, type Trend } from "./history.ts";

const change: Measure = {
  name: "last_by_first",
  title: "last by first",
  unit: "×",
  better: undefined,
  figure: () => undefined,
};

/** A section for each machine, a table for each runtime: the cells over its releases. */
export function historySections(machines: readonly MachineHistory[], measure: Measure): Section[] {
  return machines.flatMap(({ machine, trends }, index) => {
    const tables = [...Map.groupBy(trends, ({ runtime }) => runtime)].map(([runtime, own]) =>
      releaseTable(runtime, own, measure, index),
    );
    return tables.length > 0 ? [{ id: `machine-${index + 1}`, title: machine, tables }] : [];
  });
}

function releaseTable(runtime: string, trends: readonly Trend[], measure: Measure, machine: number): Table {
  const versions = [
    ...new Set(trends.flatMap(({ points }) => points.map(({ version }) => version))),
  ].toSorted(compareVersions);
  return {
    id: `machine-${machine + 1}-${runtime.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`,
    title: `${runtime}, ${measure.title}`,
    about:
      "Over the releases of the runtime, each from its newest run; the last column divides the last by the first. Runs at different times: what has changed in the machine meanwhile is in it too, and upgrade.mjs decides.",
    keys: ["workload", "executor"],
    isGrouped: true,
    columns: [...versions, ...(versions.length > 1 ? ["last by first"] : [])],
    rows: trends.map((trend) => row(trend, versions, measure)),
    notes: [],
    scope: { cells: trends.length, processes: undefined, samples: undefined },
  };
}

const plain = { kind: "figure", confidence: 0.95, rank: undefined, ratio: undefined } as const;

function row({ work, config, points }: Trend, versions: readonly string[], measure: Measure): TableRow {
  const entries = versions.map((version): Entry => {
    const point = points.find((each) => each.version === version);
    if (point === undefined) return { kind: "none" };
    const { figure, cell, run } = point;
    const name = `${run}: ${cell.id}`;
    if (figure) return { ...plain, measure, figure, cell: name };
    const status = cell.status === "ok" ? "not measured" : cell.status;
    return { kind: "absent", status, reason: cell.error, cell: name };
  });
  const measured = points.filter(({ figure }) => figure);
  const ratio = measured.length > 1 ? ratioOf(measured.at(-1)?.figure, measured[0]?.figure) : undefined;
  const last: Entry = ratio ? { ...plain, measure: change, figure: ratio, cell: "" } : { kind: "none" };
  return { keys: [work, config], kind: "cells", entries: versions.length > 1 ? [...entries, last] : entries };
}
