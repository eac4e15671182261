import { pathCharts } from "../bisect/path-chart.ts";
import { ownMeasure } from "../measure.ts";
import { escaped } from "../page/html.ts";
import { type Provenance, provenanceText } from "../provenance.ts";
import { mostDrawn, type Publication } from "../publication.ts";
import { historyCharts } from "../release-history/history-chart.ts";
import type { Chart } from "./chart.ts";
import { forestCharts } from "./forest-chart.ts";
import { inLightColours } from "./palette.ts";
import { speedupCharts } from "./speedup-chart.ts";
import { timeCharts } from "./time-chart.ts";

/** The charts of a run. */
export function charts({ run, cells: all, chosen }: Publication): Chart[] {
  const cells = all.slice(0, mostDrawn);
  const labels = [...new Set(run.cells.map(({ label }) => label))];
  const places = new Map(labels.map((label, place) => [label, place]));
  const drawn = chosen
    ? chosen.flatMap((measure) => timeCharts(run, cells, measure, "chosen", places))
    : [
        ...forestCharts(run, "upgrade"),
        ...pathCharts(run, "bisect"),
        ...historyCharts(run, "history"),
        ...timeCharts(run, cells, ownMeasure("median_ms"), "runtimes", places),
        ...speedupCharts(run, cells, "threads", places),
      ];
  const seen = new Map<string, number>();
  return drawn.map((chart) => {
    const id = `${chart.question}-${slug(chart.title)}`;
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return { ...chart, id: count === 1 ? id : `${id}-${count}` };
  });
}

/** A chart as a file of its own: on white, with its title, and with where it comes from. */
export function standaloneSvg(chart: Chart, provenance: Provenance): string {
  const { title, about, measured, width, height, svg } = chart;
  const source = `${measured} · ${provenanceText(provenance)}`;
  const lines = wrapped(source, Math.floor(width / 5));
  const [head, foot] = [30, 12 + 12 * lines.length];
  const total = head + height + foot;
  const inner = svg.replace("<svg ", `<svg y="${head}" `);
  const text = `font-family="system-ui, sans-serif"`;
  return inLightColours(
    [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" role="img">`,
      `<title>${escaped(title)}</title><desc>${escaped(`${about} ${source}`)}</desc>`,
      `<rect width="100%" height="100%" fill="var(--paper)"/>`,
      `<text x="8" y="20" ${text} font-size="14" font-weight="600" fill="var(--ink)">${escaped(title)}</text>`,
      inner,
      ...lines.map(
        (line, index) =>
          `<text x="8" y="${head + height + 12 + 12 * index}" ${text} font-size="9" fill="var(--muted)">${escaped(line)}</text>`,
      ),
      "</svg>\n",
    ].join("\n"),
  );
}

function wrapped(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.match(/\S{1,60}/g) ?? []) {
    const last = lines.at(-1) ?? "";
    if (`${last} ${word}`.length <= width) lines[lines.length - 1] = last ? `${last} ${word}` : word;
    else lines.push(word);
  }
  return lines.slice(0, 8);
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 80);
}
