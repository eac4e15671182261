import type { Figure } from "../../statistics/figure.ts";
import { median } from "../../statistics/median.ts";
import { figureText, spreadText } from "../digits.ts";
import type { Measure } from "../measure.ts";
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
const rowHeight = 19;
const labelWidth = 96;

/** No chart has more bars than this; further ones go into a chart of their own. */
const mostBars = 48;

/** One line of a chart of bars: the name of a group, or a bar. */
type Line =
  | { readonly kind: "group"; readonly name: string }
  | { readonly kind: "bar"; readonly cell: PublishedCell; readonly figure: Figure | undefined };

/**
 * Bars with intervals: a measure for each executor and runtime of one work. What has no figure says why in the place
 * of its bar.
 *
 * @param places the place of each runtime in the order of colours
 */
export function timeCharts(
  run: Run,
  cells: readonly PublishedCell[],
  measure: Measure,
  question: string,
  places: ReadonlyMap<string, number>,
): Chart[] {
  return [...Map.groupBy(cells, ({ work }) => work)].flatMap(([work, all]) => {
    if (!all.some((cell) => measure.figure(run, cell))) return [];
    const groups = [...Map.groupBy(all, ({ config }) => config)];
    const pages = paged(groups, mostBars);
    return pages.map((page, index): Chart => {
      const lines = page.flatMap(([name, group]): Line[] => [
        { kind: "group", name },
        ...group.map((cell): Line => ({ kind: "bar", cell, figure: measure.figure(run, cell) })),
      ]);
      const end = axisEnd(lines);
      const shown = page.flatMap(([, group]) => group);
      const height = lines.length * rowHeight + 48;
      const part = pages.length > 1 ? ` (${index + 1} of ${pages.length})` : "";
      return {
        id: "",
        question,
        title: `${visibleText(work)}${part}`,
        about: `${measure.title}: bars from 0, with 95 % intervals, by executor and runtime. ${end === undefined ? "" : "Bars that end in » go on beyond the axis. "}${spoken(lines)}`,
        measured: scopeText(scopeOf(shown)),
        svg: drawBars(lines, measure, places, end, height),
        width,
        height,
      };
    });
  });
}

function drawBars(
  lines: readonly Line[],
  measure: Measure,
  places: ReadonlyMap<string, number>,
  end: number | undefined,
  height: number,
): string {
  const within = (value: number): number => Math.min(value, end ?? value);
  const name = (line: Line | undefined): string => (line?.kind === "bar" ? visibleText(line.cell.label) : "");
  const whiskers = lines.flatMap((line, at) =>
    line.kind === "bar" && line.figure?.interval && line.figure.value <= (end ?? Infinity)
      ? { at, low: line.figure.interval.low, high: within(line.figure.interval.high) }
      : [],
  );
  return draw(
    {
      grid: { left: labelWidth + 8, right: 92, top: 2, bottom: 40 },
      xAxis: {
        ...valueAxis(end === undefined ? measure.title : `${measure.title} (» goes on beyond the axis)`),
        splitNumber: 4,
        ...(end !== undefined && { max: end }),
      },
      yAxis: {
        type: "category",
        inverse: true,
        data: lines.map((_, index) => String(index)),
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: {
          interval: 0,
          width: labelWidth,
          overflow: "truncate",
          formatter: (_: string, index: number) => name(lines[index]),
          color: colour("muted"),
          fontSize: 11.5,
        },
      },
      series: [
        {
          type: "bar",
          silent: true,
          barWidth: 12,
          data: lines.map((line) => ({
            value: line.kind === "bar" ? within(line.figure?.value ?? 0) : 0,
            itemStyle: {
              color: seriesStyle(line.kind === "bar" ? (places.get(line.cell.label) ?? 0) : 0).color,
              borderRadius: [0, 2, 2, 0],
            },
          })),
        },
        intervalSeries(whiskers, "horizontal"),
        valueLabels(lines, measure, end),
      ],
    },
    { width, height },
  );
}

/**
 * Where the axis ends, if not at the longest bar: a few that are many times as long as the others, as those of another
 * language may be, would leave nothing to see of these.
 */
function axisEnd(lines: readonly Line[]): number | undefined {
  const values = lines.flatMap((line) => (line.kind === "bar" ? (line.figure?.value ?? []) : []));
  const limit = 4 * (median(values) ?? 0);
  if (!(limit > 0) || Math.max(...values) <= 2 * limit) return undefined;
  const end = 1.15 * Math.max(...values.filter((value) => value <= limit));
  const step = 10 ** Math.floor(Math.log10(end)) / 2;
  return Math.ceil(end / step) * step;
}

/** The names of the groups, and the figures in a column of their own on the right. */
function valueLabels(lines: readonly Line[], measure: Measure, end: number | undefined): object {
  return {
    type: "custom",
    silent: true,
    z: 6,
    data: lines.map((_, index) => [index, 0]),
    encode: { y: 0, x: 1 },
    renderItem: (
      { dataIndex, coordSys }: { dataIndex: number; coordSys: { x: number; width: number } },
      api: { coord(point: number[]): number[] },
    ) => {
      const line = lines[dataIndex];
      if (line === undefined) return undefined;
      const [zero = 0, y = 0] = api.coord([0, dataIndex]);
      const text = (
        x: number,
        words: string,
        color: string,
        align: "left" | "right",
        font = "11.5px system-ui, sans-serif",
      ) => ({
        type: "text",
        style: {
          x,
          y,
          text: words,
          fill: color,
          font,
          textVerticalAlign: "middle",
          textAlign: align,
        },
      });
      if (line.kind === "group") {
        return text(4, visibleText(line.name), colour("ink"), "left", "600 11.5px system-ui, sans-serif");
      }
      if (line.figure === undefined) {
        const status = line.cell.status === "ok" ? "not measured" : line.cell.status;
        return text(zero + 4, visibleText(status), colour("muted"), "left");
      }
      const edge = coordSys.x + coordSys.width;
      return {
        type: "group",
        children: [
          ...(line.figure.value > (end ?? Infinity)
            ? [text(edge - 4, "»", colour("paper"), "right", "700 13px system-ui, sans-serif")]
            : []),
          text(edge + 40, `${figureText(line.figure)}${measure.unit}`, colour("ink"), "right"),
          text(edge + 90, spreadText(line.figure), colour("muted"), "right"),
        ],
      };
    },
  };
}

/** The bars in words. */
function spoken(lines: readonly Line[]): string {
  const words = lines.flatMap((line) =>
    line.kind === "group"
      ? []
      : `${line.cell.config} on ${line.cell.label} ${line.figure ? figureText(line.figure) : line.cell.status}`,
  );
  return `${visibleText(words.slice(0, 12).join("; "))}${words.length > 12 ? "; more in the table" : ""}.`;
}

/** Groups in pages of at most so many members; a group that is larger than a page is cut. */
function paged<Member>(
  groups: readonly (readonly [string, readonly Member[]])[],
  most: number,
): (readonly [string, readonly Member[]])[][] {
  const pages: (readonly [string, readonly Member[]])[][] = [[]];
  let left = most;
  for (const [name, members] of groups) {
    for (let start = 0; start < members.length; start += most) {
      const part = members.slice(start, start + most);
      if (part.length > left) {
        pages.push([]);
        left = most;
      }
      pages.at(-1)?.push([name, part]);
      left -= part.length;
    }
  }
  return pages.filter((page) => page.length > 0);
}
