import { counted } from "../../command-line/counted.ts";
import type { Chart } from "../charts/chart.ts";
import { draw, valueAxis } from "../charts/draw.ts";
import { intervalSeries } from "../charts/interval-series.ts";
import { colour, seriesStyle } from "../charts/palette.ts";
import { figureText } from "../digits.ts";
import type { Measure } from "../measure.ts";
import { visibleText } from "../visible-text.ts";
import { compareVersions, type MachineHistory, type Trend } from "./history.ts";

const width = 400;
const mostLines = 8;

/** For each machine, runtime and work: a measure over the releases, a line for each executor. */
export function trendCharts(machines: readonly MachineHistory[], measure: Measure): Chart[] {
  return machines.flatMap(({ trends }, machine) => {
    const groups = Map.groupBy(trends, ({ runtime, work }) => JSON.stringify([runtime, work]));
    return [...groups.values()].flatMap((all, index) => {
      const lines = all.filter(({ points }) => points.some(({ figure }) => figure)).slice(0, mostLines);
      const versions = [
        ...new Set(lines.flatMap(({ points }) => points.map(({ version }) => version))),
      ].toSorted(compareVersions);
      const [first] = lines;
      if (first === undefined || versions.length < 2) return [];
      const height = 260 + 18 * Math.ceil(lines.length / 4);
      return [
        {
          id: `machine-${machine + 1}-trend-${index + 1}`,
          question: `machine-${machine + 1}`,
          title: visibleText(`${first.runtime}: ${first.work}`),
          about: `${measure.title}, over the releases of ${first.runtime} in semver order, with 95 % intervals. ${spoken(lines)}`,
          measured: `${versions.length} releases, ${counted(lines.length, "cell")} each`,
          svg: drawTrends(lines, versions, measure, height),
          width,
          height,
        },
      ];
    });
  });
}

function drawTrends(
  trends: readonly Trend[],
  versions: readonly string[],
  measure: Measure,
  height: number,
): string {
  return draw(
    {
      legend: {
        bottom: 0,
        left: "center",
        itemWidth: 22,
        itemGap: 16,
        textStyle: { color: colour("ink"), fontSize: 11.5, fontFamily: "system-ui, sans-serif" },
        data: trends.map(({ config }) => visibleText(config)),
      },
      grid: { left: 58, right: 16, top: 12, bottom: height - 216 },
      xAxis: {
        ...valueAxis("release"),
        type: "category",
        data: versions.map(visibleText),
        splitLine: { show: false },
        axisLine: { show: true, onZero: false, lineStyle: { color: colour("grid") } },
      },
      yAxis: { ...valueAxis(measure.title), nameGap: 42, min: 0 },
      series: trends.flatMap(({ config, points }, index) => {
        const style = seriesStyle(index);
        const at = new Map(points.map((point) => [point.version, point.figure]));
        return [
          {
            type: "line" as const,
            name: visibleText(config),
            silent: true,
            symbol: style.symbol,
            symbolSize: 7,
            connectNulls: true,
            data: versions.map((version) => at.get(version)?.value ?? null),
            lineStyle: { color: style.color, type: style.dash, width: 1.75 },
            itemStyle: { color: style.color },
          },
          intervalSeries(
            versions.flatMap((version, place) => {
              const interval = at.get(version)?.interval;
              return interval ? { at: place, ...interval } : [];
            }),
            "vertical",
            { color: style.color },
          ),
        ];
      }),
    },
    { width, height },
  );
}

function spoken(trends: readonly Trend[]): string {
  const words = trends.map(({ config, points }) => {
    const values = points.flatMap(({ version, figure }) =>
      figure ? `${version} ${figureText(figure)}` : [],
    );
    return `${config}: ${values.join(", ")}`;
  });
  return `${visibleText(words.slice(0, 6).join("; "))}.`;
}
