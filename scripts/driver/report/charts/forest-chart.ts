import { byGravity, type ComparisonRow, confidenceOf } from "../comparison-rows.ts";
import { figureText, percent } from "../digits.ts";
import type { Run } from "../read-run.ts";
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

/**
 * Ratios of an upgrade with their intervals, around 1, as forest plots: of the times, and of all other figures; the gravest
 * first. One ratio alone says no more than its row in the table.
 */
export function forestCharts({ upgrade }: Run, question: string): Chart[] {
  const kinds = Map.groupBy(byGravity(upgrade), ({ metric }) => metric === "wall_ms");
  return [...kinds].flatMap(([isTime, all]) => {
    const rows = all.filter(({ ratio }) => ratio !== undefined);
    const pages = Array.from({ length: rows.length < 2 ? 0 : Math.ceil(rows.length / most) }, (_, page) =>
      rows.slice(page * most, (page + 1) * most),
    );
    return pages.map((page, index): Chart => {
      const part = pages.length > 1 ? ` (${index + 1} of ${pages.length})` : "";
      const name = isTime ? "time" : "other figures";
      return forestChart(page, {
        question,
        title: `${name}, new divided by old${part}`,
        about: `Ratio of ${name}, new divided by old, with ${percent(confidenceOf(upgrade))} intervals; the bands are the thresholds.`,
        measured: `${page.length} figures`,
      });
    });
  });
}

/** Ratios with their intervals, around 1, one below the other. */
export function forestChart(
  rows: readonly ComparisonRow[],
  { about, ...texts }: Pick<Chart, "question" | "title" | "about" | "measured">,
): Chart {
  const height = rows.length * rowHeight + 56;
  return {
    ...{ id: "", ...texts, about: `${about} ${spoken(rows)}` },
    ...{ svg: drawForest(rows, height), width, height },
  };
}

function drawForest(rows: readonly ComparisonRow[], height: number): string {
  const ends = rows.flatMap(({ ratio }) =>
    ratio ? [ratio.value, ratio.interval?.low ?? 1, ratio.interval?.high ?? 1] : [],
  );
  const threshold = Math.max(0, ...rows.map((row) => row.threshold ?? 0));
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
          formatter: (value: number) => String(Number(Math.exp(value).toPrecision(3))),
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
function thresholdBands(rows: readonly ComparisonRow[]): object {
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
      const threshold = row?.threshold ?? 0;
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

function verdictTexts(rows: readonly ComparisonRow[]): object {
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

function title(row: ComparisonRow | undefined): string {
  if (row === undefined) return "";
  const name = row.cell.split("/").slice(0, 2).join(" ").replace("inline-1", "inline");
  return visibleText(row.metric === "wall_ms" ? name : `${name} ${row.metric}`);
}

function spoken(rows: readonly ComparisonRow[]): string {
  const words = rows.map((row) => `${title(row)} ${row.ratio ? figureText(row.ratio) : ""}× ${row.verdict}`);
  return `${visibleText(words.slice(0, 10).join("; "))}${words.length > 10 ? "; more in the table" : ""}.`;
}
