import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { colour } from "./palette.ts";

use([BarChart, LineChart, CustomChart, GridComponent, LegendComponent, SVGRenderer]);

type Options = Parameters<ReturnType<typeof init>["setOption"]>[0];

/** The font of all charts: the reader's own. */
const font = "system-ui, sans-serif";

/** Draws a chart as SVG, without a browser. */
export function draw(options: Options, size: { readonly width: number; readonly height: number }): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...size });
  try {
    chart.setOption({
      ...options,
      animation: false,
      textStyle: { fontFamily: font, fontSize: 12, color: colour("ink") },
    });
    return slim(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
}

/** Look of an axis with values. */
export function valueAxis(name: string): object {
  return {
    type: "value",
    name,
    nameLocation: "middle",
    nameGap: 26,
    nameTextStyle: { color: colour("muted"), fontSize: 11 },
    axisLabel: { color: colour("muted"), fontSize: 11, hideOverlap: true },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: colour("grid") } },
  };
}

/** Leaves out what only a chart that answers the mouse needs. */
function slim(svg: string): string {
  return svg
    .replace(/<style\s*>[\s\S]*?<\/style>/g, "")
    .replace(/ (?:ecmeta_[a-z_]+|class|pointer-events|baseProfile|version|xmlns:xlink)="[^"]*"/g, "")
    .replace(/<rect [^>]*fill="none"[^>]*><\/rect>/, "")
    .replaceAll('fill="#fff"', 'fill="var(--paper)"')
    .replace(/<[^>]*>/g, (tag) => tag.replace(/-?\d+\.\d{3,}/g, shortNumber))
    .replace(/\n+/g, "");
}

/** A coordinate to a tenth of a pixel; texts keep their digits. */
function shortNumber(number: string): string {
  return String(Math.round(Number(number) * 10) / 10);
}
