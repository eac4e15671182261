import { figureText } from "../digits.ts";
import type { Run } from "../read-run.ts";
import type { UpgradeRow } from "../upgrade-row.ts";
import { byVerdict, confidence } from "../upgrade-table.ts";
import { visibleText } from "../visible-text.ts";
import type { Chart } from "./chart.ts";
import { draw, valueAxis } from "./draw.ts";
import { intervalSeries } from "./interval-series.ts";
import { colour } from "./palette.ts";

const width = 700;
const rowHeight = 20;
const most = 50;

/** Colour and shape of each verdict: warm for worse, cold for better, hollow where nothing was decided. */
const looks: Readonly<Record<string, { readonly color: string; readonly symbol: string }>> = {
  slower: { color: colour("series-2"), symbol: "triangle" },
  faster: { color: colour("series-1"), symbol: "diamond" },
  same: { color: colour("muted"), symbol: "circle" },
  inconclusive: { color: colour("muted"), symbol: "emptyCircle" },
};

/** Ratios of an upgrade with their intervals, around 1: a forest plot for each figure, the largest changes first. */
export function forestCharts({ upgrade }: Run, question: string): Chart[] {
  return [...Map.groupBy(byVerdict(upgrade), ({ metric }) => metric)].flatMap(([metric, all]) => {
    const rows = all.filter(({ ratio }) => ratio !== undefined);
    const pages = Array.from({ length: Math.ceil(rows.length / most) }, (_, page) =>
      rows.slice(page * most, (page + 1) * most),
    );
    return pages.map((page, index): Chart => {
      const height = page.length * rowHeight + 56;
      const part = pages.length > 1 ? ` (${index + 1} of ${pages.length})` : "";
      const name = metric === "wall_ms" ? "time" : visibleText(metric);
      return {
        id: "",
        question,
        title: `${name}, new divided by old${part}`,
        about: `Ratio of ${name}, new divided by old, with ${confidence} intervals; the bands are the thresholds. ${spoken(page)}`,
        measured: `${page.length} ${page.length === 1 ? "cell" : "cells"}`,
        svg: drawForest(page, height),
        width,
        height,
      };
    });
  });
}

function drawForest(rows: readonly UpgradeRow[], height: number): string {
  const ends = rows.flatMap(({ ratio }) =>
    ratio ? [ratio.value, ratio.interval?.low ?? 1, ratio.interval?.high ?? 1] : [],
  );
  const threshold = Math.max(0, ...rows.map((row) => thresholdOf(row)));
  const reach = Math.max(0.02, threshold * 1.2, ...ends.map((end) => Math.abs(Math.log(end))));
  return draw(
    {
      grid: { left: 268, right: 96, top: 4, bottom: 44 },
      xAxis: {
        ...valueAxis("ratio (left of 1: less than before)"),
        min: -reach * 1.05,
        max: reach * 1.05,
        splitLine: { show: false },
        axisTick: { show: true, lineStyle: { color: colour("muted") }, customValues: ticks(reach) },
        axisLabel: {
          color: colour("muted"),
          fontSize: 11,
          customValues: ticks(reach),
          formatter: (value: number) => String(Number(Math.exp(value).toFixed(3))),
        },
      },
      yAxis: {
        type: "category",
        inverse: true,
        data: rows.map((_, index) => String(index)),
        axisTick: { show: false },
        axisLine: { show: true, onZero: true, lineStyle: { color: colour("ink") } },
        axisLabel: {
          interval: 0,
          margin: 8,
          width: 256,
          overflow: "truncate",
          color: colour("ink"),
          fontSize: 11.5,
          formatter: (_: string, index: number) => title(rows[index]),
        },
      },
      series: [
        thresholdBands(rows),
        intervalSeries(
          rows.flatMap(({ ratio }, at) =>
            ratio?.interval
              ? { at, low: Math.log(ratio.interval.low), high: Math.log(ratio.interval.high) }
              : [],
          ),
          "horizontal",
        ),
        ...Object.entries(looks).map(([verdict, look]) => ({
          type: "line" as const,
          silent: true,
          lineStyle: { width: 0 },
          symbol: look.symbol,
          symbolSize: 9,
          showSymbol: true,
          showAllSymbol: true,
          z: 6,
          itemStyle: { color: look.color },
          data: rows.flatMap((row, at) =>
            row.ratio && (row.verdict === verdict || (verdict === "same" && !(row.verdict in looks)))
              ? [[Math.log(row.ratio.value), at]]
              : [],
          ),
        })),
        verdictTexts(rows),
      ],
    },
    { width, height },
  );
}

/** Round ratios on both sides of 1, as logarithms: the finest that do not crowd. */
function ticks(reach: number): number[] {
  const scales = [
    [1.01, 1.02],
    [1.02, 1.04],
    [1.05, 1.1],
    [1.1, 1.2],
    [1.25, 1.5],
    [1.5, 2],
    [2, 4],
    [4, 16],
    [10, 100],
  ];
  const scale = scales.find(([, far = 1]) => Math.log(far) >= 0.6 * reach) ?? [100, 10_000];
  return [0, ...scale.flatMap((ratio) => [Math.log(ratio), -Math.log(ratio)])].sort((a, b) => a - b);
}

/** What each row's ratio was held against. */
function thresholdBands(rows: readonly UpgradeRow[]): object {
  return {
    type: "custom",
    silent: true,
    z: 0,
    data: rows.map((_, index) => [0, index]),
    renderItem: (
      { dataIndex }: { dataIndex: number },
      api: { coord(point: number[]): number[]; size(range: number[]): number[] },
    ) => {
      const row = rows[dataIndex];
      const threshold = row ? thresholdOf(row) : 0;
      const [left = 0, y = 0] = api.coord([Math.log(1 / (1 + threshold)), dataIndex]);
      const [right = 0] = api.coord([Math.log(1 + threshold), dataIndex]);
      const [, height = 0] = api.size([0, 1]);
      return {
        type: "rect",
        shape: { x: left, y: y - height / 2, width: right - left, height },
        style: { fill: colour("band") },
      };
    },
  };
}

function verdictTexts(rows: readonly UpgradeRow[]): object {
  return {
    type: "custom",
    silent: true,
    data: rows.map((_, index) => [0, index]),
    renderItem: (
      { dataIndex, coordSys }: { dataIndex: number; coordSys: { x: number; width: number } },
      api: { coord(point: number[]): number[] },
    ) => {
      const [, y = 0] = api.coord([0, dataIndex]);
      const row = rows[dataIndex];
      return {
        type: "text",
        style: {
          x: coordSys.x + coordSys.width + 8,
          y,
          text: visibleText(row?.verdict ?? ""),
          fill: looks[row?.verdict ?? ""]?.color ?? colour("ink"),
          font: "11.5px system-ui, sans-serif",
          textVerticalAlign: "middle",
        },
      };
    },
  };
}

/** `3%` or `0.03` as a share. */
function thresholdOf({ threshold }: UpgradeRow): number {
  const value = Number.parseFloat(threshold);
  if (!(value > 0)) return 0;
  return threshold.includes("%") ? value / 100 : value;
}

function title(row: UpgradeRow | undefined): string {
  return visibleText(row ? `${row.workload} ${row.config}` : "");
}

function spoken(rows: readonly UpgradeRow[]): string {
  const words = rows.map((row) => `${title(row)} ${row.ratio ? figureText(row.ratio) : ""}× ${row.verdict}`);
  return `${visibleText(words.slice(0, 10).join("; "))}${words.length > 10 ? "; more in the table" : ""}.`;
}
