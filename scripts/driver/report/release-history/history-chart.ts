import { counted } from "../../command-line/counted.ts";
import { releaseConfidence } from "../bisect/release-rows.ts";
import type { Chart } from "../charts/chart.ts";
import { draw, valueAxis } from "../charts/draw.ts";
import { intervalSeries } from "../charts/interval-series.ts";
import { colour } from "../charts/palette.ts";
import { percent, ratioText } from "../digits.ts";
import type { Run } from "../read-run.ts";
import { visibleText } from "../visible-text.ts";
import type { HistoryRow } from "./history-rows.ts";
import { seriesOf } from "./history-tables.ts";
import { subjectOf } from "./step-sentences.ts";

const width = 700;
const height = 280;

/** Each figure over the releases, with its levels. */
export function historyCharts({ history }: Run, question: string): Chart[] {
  return seriesOf(history).flatMap((rows): Chart[] => {
    const [first] = rows;
    const measured = rows.filter(({ ratio }) => ratio !== undefined);
    if (first === undefined || measured.length < 2) return [];
    const steps = rows.filter(({ change }) => change);
    const spoken = steps.map(
      ({ release, verdict, step }) => `${release} ${verdict}${step ? ` ${ratioText(step)}` : ""}`,
    );
    return [
      {
        ...{ id: "", question, width, height },
        title: `${subjectOf(first, history)} over the releases`,
        about: visibleText(
          `Ratio to ${first.reference}, with ${percent(releaseConfidence)} intervals; the line is the level, triangles are the first releases of new ones. ${spoken.length > 0 ? `Steps: ${spoken.join("; ")}.` : "No step."}`,
        ),
        measured: counted(measured.length, "release"),
        svg: drawHistory(rows),
      },
    ];
  });
}

function drawHistory(rows: readonly HistoryRow[]): string {
  const ends = rows.flatMap(({ ratio, levelRatio }) => [
    ...(ratio ? [ratio.value, ratio.interval?.low ?? ratio.value, ratio.interval?.high ?? ratio.value] : []),
    ...(levelRatio === undefined ? [] : [levelRatio]),
  ]);
  const [low, high] = [Math.min(1, ...ends), Math.max(1, ...ends)];
  const isLong = rows.length > 12;
  const room = Math.max(0.02, 0.08 * (high - low));
  const marks = (wanted: (row: HistoryRow) => boolean): (readonly [number, number])[] =>
    rows.flatMap((row, at) => (row.ratio && wanted(row) ? [[at, row.ratio.value] as const] : []));
  const point = (symbol: string, color: string, symbolSize: number, data: (readonly [number, number])[]) => ({
    ...{
      type: "line" as const,
      silent: true,
      lineStyle: { width: 0 },
      showSymbol: true,
      showAllSymbol: true,
    },
    ...{ symbol, symbolSize, z: 6, itemStyle: { color }, data: data.map((each) => [...each]) },
  });
  return draw(
    {
      grid: { left: 64, right: 16, top: 12, bottom: isLong ? 74 : 34 },
      xAxis: {
        ...valueAxis(""),
        type: "category",
        data: rows.map(({ release }) => visibleText(release.slice(release.indexOf("@") + 1))),
        splitLine: { show: false },
        axisLine: { show: true, onZero: false, lineStyle: { color: colour("grid") } },
        axisLabel: {
          color: colour("muted"),
          fontSize: 11,
          rotate: isLong ? 60 : 0,
          hideOverlap: true,
        },
      },
      yAxis: {
        ...valueAxis(`ratio to ${rows[0]?.reference ?? ""}`),
        nameGap: 46,
        axisLabel: { color: colour("muted"), fontSize: 11, showMinLabel: false, showMaxLabel: false },
        min: Number((low - room).toFixed(3)),
        max: Number((high + room).toFixed(3)),
      },
      series: [
        {
          ...{ type: "line" as const, silent: true, step: "middle" as const, symbol: "none", z: 3 },
          connectNulls: true,
          data: rows.map(({ levelRatio }) => levelRatio ?? null),
          lineStyle: { color: colour("series-1"), width: 2 },
        },
        intervalSeries(
          rows.flatMap(({ ratio }, at) => (ratio?.interval ? { at, ...ratio.interval } : [])),
          "vertical",
          { color: colour("muted") },
        ),
        point(
          "circle",
          colour("ink"),
          6,
          marks(({ change }) => !change),
        ),
        point(
          "triangle",
          colour("series-2"),
          11,
          marks(({ change, verdict }) => change === true && verdict !== "faster"),
        ),
        point(
          "triangle",
          colour("series-3"),
          11,
          marks(({ change, verdict }) => change === true && verdict === "faster"),
        ),
      ],
    },
    { width, height },
  );
}
