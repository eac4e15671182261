import { figureText, spreadText } from "../digits.ts";
import { type Measure, metricMeasures, ownMeasure } from "../measure.ts";
import type { Publication } from "../publication.ts";
import type { PublishedCell } from "../published-cell.ts";
import { type Html, html } from "./html.ts";

/** Measures that the table of all cells shows, where any cell has them. */
const measures = [
  ...[
    "median_ms",
    "start_ms",
    "cold_ms",
    "speedup",
    "efficiency",
    "cpu_ms",
    "peak_rss_mb",
    "ratio",
    "p95_ms",
  ],
].map(ownMeasure);

/** What every cell has, before its figures. */
const names = [
  { title: "workload", text: ({ work }: PublishedCell) => work },
  { title: "runtime", text: ({ label }: PublishedCell) => label },
  { title: "executor", text: ({ config }: PublishedCell) => config },
  { title: "status", text: ({ status }: PublishedCell) => status },
] as const;

/** Every cell of the run in one table, which the page's script sorts, filters and opens. */
export function cellsHtml({ run, cells }: Publication): Html {
  if (cells.length === 0) return html``;
  const shown = [...measures, ...metricMeasures(run)].filter((measure) =>
    cells.some((cell) => measure.figure(run, cell)),
  );
  return html`<section id="cells">
<h2>All cells</h2>
<form class="filters" hidden>
<label>Find <input type="search" id="find" placeholder="any words" autocomplete="off"></label>
${names.map(({ title, text }, index) => selection(title, index, [...new Set(cells.map(text))]))}
<button type="reset">Clear</button>
<output id="shown" aria-live="polite"></output>
</form>
<div class="scroll tall" role="region" tabindex="0" aria-label="All cells"><table id="all-cells">
<thead><tr>${names.map(({ title }) => header(title, "text"))}${shown.map((measure) =>
    header(measure.title, "figure"),
  )}${header("processes", "figure")}${header("samples", "figure")}</tr></thead>
<tbody>${cells.map(
    (cell, index) => html`<tr data-cell="${index}">${names.map(({ text }, place) =>
      place === 0 ? html`<th scope="row">${text(cell)}</th>` : nameCell(cell, text(cell)),
    )}${shown.map((measure) => figureCell(measure.figure(run, cell), measure.unit))}${count(cell, "processes")}${count(cell, "samples")}</tr>
`,
  )}</tbody></table></div>
<p><button type="button" id="more" hidden></button></p>
</section>`;
}

function selection(title: string, index: number, values: readonly string[]): Html {
  if (values.length < 2) return html``;
  return html`<label>${title} <select data-column="${index}"><option value="">all</option>${values.map(
    (value) => html`<option>${value}</option>`,
  )}</select></label>`;
}

function header(title: string, kind: "text" | "figure"): Html {
  return html`<th scope="col" class="${kind}" data-kind="${kind}">${title}</th>`;
}

function nameCell({ status, error }: PublishedCell, text: string): Html {
  if (text !== status || status === "ok") return html`<td class="text">${text}</td>`;
  return html`<td class="text absent">${text}${error ? html`<span class="reason">: ${error}</span>` : ""}</td>`;
}

function figureCell(figure: ReturnType<Measure["figure"]>, unit: string): Html {
  if (figure === undefined) return html`<td></td>`;
  const spread = spreadText(figure);
  return html`<td class="figure" data-value="${figure.value}">${figureText(figure)}${unit}${
    spread ? html` <small>${spread}</small>` : ""
  }</td>`;
}

function count({ numbers }: PublishedCell, column: string): Html {
  const value = numbers.get(column);
  return value === undefined ? html`<td></td>` : html`<td class="figure" data-value="${value}">${value}</td>`;
}
