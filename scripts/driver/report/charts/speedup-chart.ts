import { figureText } from "../digits.ts";
import { ownMeasure } from "../measure.ts";
import type { PublishedCell } from "../published-cell.ts";
import type { Run } from "../read-run.ts";
import { scopeOf } from "../scope.ts";
import { scopeText } from "../table.ts";
import { visibleText } from "../visible-text.ts";
import type { Chart } from "./chart.ts";
import { draw, valueAxis } from "./draw.ts";
import { intervalSeries } from "./interval-series.ts";
import { colour, seriesStyle } from "./palette.ts";

const width = 400;
const mostLines = 6;

/** Speed-up against threads, a line for each runtime, with the line that no machine of so many cores can pass. */
export function speedupCharts(
  run: Run,
  cells: readonly PublishedCell[],
  question: string,
  places: ReadonlyMap<string, number>,
): Chart[] {
  const measured = cells.flatMap((cell) => {
    const figure = cell.executor === "inline" ? undefined : ownMeasure("speedup").figure(run, cell);
    return figure ? { cell, figure } : [];
  });
  const groups = Map.groupBy(measured, ({ cell }) => JSON.stringify([cell.work, cell.executor]));
  return [...groups.values()].flatMap((points) => {
    const threads = [...new Set(points.map(({ cell }) => cell.threads))].sort((a, b) => a - b);
    if (threads.length < 2) return [];
    const labels = [...new Set(points.map(({ cell }) => cell.label))];
    const pages = Array.from({ length: Math.ceil(labels.length / mostLines) }, (_, page) =>
      labels.slice(page * mostLines, (page + 1) * mostLines),
    );
    return pages.map((page): Chart => {
      const own = points.filter(({ cell }) => page.includes(cell.label));
      const first = own[0]?.cell;
      const height = 270 + 18 * Math.ceil(page.length / 3);
      return {
        id: "",
        question,
        title: visibleText(`${first?.work}, ${first?.executor}`),
        about: `Speed-up against inline, by threads, with 95 % intervals; the dashed line is ideal${run.provenance.cores ? ` for ${run.provenance.cores} cores` : ""}. ${spoken(own)}`,
        measured: scopeText(scopeOf(own.map(({ cell }) => cell))),
        svg: drawLines(own, threads, page, places, run.provenance.cores ?? Infinity, height),
        width,
        height,
      };
    });
  });
}

type Point = {
  readonly cell: PublishedCell;
  readonly figure: { value: number; interval: { low: number; high: number } | undefined };
};

function drawLines(
  points: readonly Point[],
  threads: readonly number[],
  labels: readonly string[],
  places: ReadonlyMap<string, number>,
  cores: number,
  height: number,
): string {
  const lines = labels.map((label, index) => {
    const style = seriesStyle(places.get(label) ?? index);
    const own = points.filter(({ cell }) => cell.label === label);
    // Side by side, so that intervals of equal height do not hide each other.
    const shift = 5 * (index - (labels.length - 1) / 2);
    return { label, style, own, shift };
  });
  return draw(
    {
      legend: {
        bottom: 0,
        left: "center",
        itemWidth: 22,
        textStyle: { color: colour("ink"), fontSize: 11.5, fontFamily: "system-ui, sans-serif" },
        itemGap: 18,
        data: lines.map(({ label }) => visibleText(label)),
      },
      grid: { left: 46, right: 40, top: 12, bottom: height - 230 },
      xAxis: {
        ...valueAxis("threads"),
        type: "category",
        data: threads.map(String),
        splitLine: { show: false },
        axisLine: { show: true, onZero: false, lineStyle: { color: colour("grid") } },
      },
      yAxis: { ...valueAxis("speed-up, ×"), nameGap: 30, min: 0 },
      series: [
        {
          type: "line",
          name: "ideal",
          silent: true,
          symbol: "none",
          endLabel: { show: true, formatter: "ideal", color: colour("muted"), fontSize: 11 },
          data: threads.map((count) => Math.min(count, cores)),
          lineStyle: { color: colour("muted"), type: [4, 4], width: 1.25 },
          itemStyle: { color: colour("muted") },
        },
        ...lines.flatMap(({ label, style, own, shift }) => [
          {
            type: "line" as const,
            name: visibleText(label),
            silent: true,
            symbol: style.symbol,
            symbolSize: 8,
            symbolOffset: [shift, 0],
            data: threads.map((count) => own.find(({ cell }) => cell.threads === count)?.figure.value ?? "-"),
            lineStyle: { color: style.color, type: style.dash, width: 1.75 },
            itemStyle: { color: style.color },
          },
          intervalSeries(
            own.flatMap(({ cell, figure }) =>
              figure.interval ? { at: threads.indexOf(cell.threads), ...figure.interval } : [],
            ),
            "vertical",
            { color: style.color, shift },
          ),
        ]),
      ],
    },
    { width, height },
  );
}

function spoken(points: readonly Point[]): string {
  const words = points.map(({ cell, figure }) => `${cell.label} with ${cell.threads} ${figureText(figure)}×`);
  return `${visibleText(words.slice(0, 12).join("; "))}${words.length > 12 ? "; more in the table" : ""}.`;
}
