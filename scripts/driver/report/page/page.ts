import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { counted } from "../../command-line/counted.ts";
import type { Chart } from "../charts/chart.ts";
import { paletteCss } from "../charts/palette.ts";
import { dataFilesIn } from "../data-files.ts";
import { methodOf } from "../method.ts";
import { momentText } from "../provenance.ts";
import type { Publication } from "../publication.ts";
import type { Run } from "../read-run.ts";
import { scopeOf } from "../scope.ts";
import { scopeText } from "../table.ts";
import { cellsHtml } from "./cells-html.ts";
import { distributions } from "./distributions.ts";
import { escaped, type Html, html, jsonElement, markup } from "./html.ts";
import { tableHtml } from "./table-html.ts";

/** Files larger than this are linked, not put into the page. */
const mostBytes = 1_000_000;

/** So many charts of a question are open from the start. */
const openCharts = 6;

/**
 * `index.html` of a run: one file that needs no network, and can fetch nothing.
 *
 * @param tables what `tables.csv` has
 * @param beside where the run's folder is, as seen from the page: `../`
 */
export function page(
  publication: Publication,
  charts: readonly Chart[],
  tables: string,
  beside = "",
): string {
  const { run, title, filters, findings, reading, sections, cells } = publication;
  const { provenance, gaps } = run;
  const links = [
    ...sections.map(({ id, title }) => ({ id: `question-${id}`, title })),
    ...(cells.length > 0 ? [{ id: "cells", title: "All cells" }] : []),
    { id: "method", title: "Method and machine" },
  ];
  const measured = cells.length > 0 ? scopeText(scopeOf(cells)) : "";
  return document(
    title,
    html`<header>
<p class="kicker">worker-matrix · comparison of JavaScript runtimes on real threads</p>
<h1>${title}</h1>
${findings.length > 0 ? html`<ul class="findings" id="findings">${findings.map((text) => html`<li>${text}</li>`)}</ul>` : ""}
<p class="lead">${[momentText(provenance.started).slice(0, 10), measured].filter(Boolean).join(" · ")}${provenance.started || measured ? " · " : ""}<a href="#method">how, and on what machine</a></p>
${filters.length > 0 ? html`<p class="lead">Only the cells with ${filters.join("; ")}</p>` : ""}
</header>
${gaps.length > 0 ? html`<section class="gaps" role="note"><h2>This page is incomplete</h2><ul>${gaps.map((gap) => html`<li>${gap}</li>`)}</ul></section>` : ""}
<nav aria-label="On this page"><ul>${links.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
${reading.length > 0 ? html`<p class="about reading">In the tables: ${reading.join(" ")}</p>` : ""}
${sections.length === 0 ? html`<p>There is nothing to show: no cell was measured.</p>` : ""}
${sections.map(
  ({ id, title, tables: answers }) => html`<section class="question" id="question-${id}"><h2>${title}</h2>
${chartsHtml(charts.filter(({ question }) => question === id))}
${answers.map(tableHtml)}
</section>`,
)}
${cellsHtml(publication)}
${methodHtml(run)}
${downloads(run.folder, tables, beside)}
${jsonElement("distributions", distributions(publication))}`,
  );
}

/** A page around its body: style, script, theme, and the rule that nothing is fetched. */
export function document(title: string, body: Html): string {
  const style = readFileSync(new URL("page.css", import.meta.url), "utf8").replace(
    "/* palette */",
    paletteCss(),
  );
  const script = readFileSync(new URL("page-script.js", import.meta.url), "utf8");
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${hash}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${escaped(title)} · worker-matrix</title>
<style>
${style}</style>
</head>
<body>
<button type="button" id="theme" hidden>Dark</button>
<main>
${body.markup}
</main>
<script>${script}</script>
</body>
</html>
`;
}

/** A chart in the page, with its text. */
function chartHtml(chart: Chart): Html {
  const { id, title, about, svg, width } = chart;
  const drawing = svg.replace(
    "<svg ",
    `<svg role="img" aria-labelledby="${id}-title ${id}-about" style="max-width:${Math.round(width * 1.15)}px" `,
  );
  const labelled = drawing.replace(
    ">",
    `><title id="${id}-title">${escaped(title)}</title><desc id="${id}-about">${escaped(about)}</desc>`,
  );
  return html`<figure id="${id}"${width > 500 ? markup(' class="wide"') : ""}>
<figcaption>${title}</figcaption>
${markup(labelled.replace(/ (?:width|height)="\d+"/g, sizeOf))}
</figure>
`;
}

/** The outer size follows from the page; all others stay. */
function sizeOf(attribute: string, offset: number, svg: string): string {
  return svg.lastIndexOf("<", offset) === 0 ? "" : attribute;
}

/** The charts of a question: the first ones, and the others folded up. */
export function chartsHtml(charts: readonly Chart[]): Html {
  if (charts.length === 0) return html``;
  const [open, folded] = [charts.slice(0, openCharts), charts.slice(openCharts)];
  const grid = (some: readonly Chart[]) =>
    html`<div class="charts">${some.map((chart) => chartHtml(chart))}</div>`;
  return html`${grid(open)}${
    folded.length > 0
      ? html`<details><summary>${counted(folded.length, "more chart")}</summary>${grid(folded)}</details>`
      : ""
  }`;
}

function methodHtml(run: Run): Html {
  const { provenance } = run;
  const { machine, runtimes, started, finished, command, seed, suite, settings } = provenance;
  const rows: readonly (readonly [string, string])[] = [
    ["Run", provenance.run],
    ["Command", command],
    ["Seed", seed],
    ["Machine", machine],
    ["Runtimes", runtimes.join(", ")],
    ["Started", momentText(started)],
    ["Finished", momentText(finished) || (started ? "not finished" : "")],
    ["worker-matrix", suite],
    ...settings,
  ];
  return html`<section id="method"><h2>Method and machine</h2>
<ul>${methodOf(run).map((line) => html`<li>${line}</li>`)}</ul>
<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${name === "Command" && value ? html`<code>${value}</code>` : value || "not known"}</dd></div>`)}</dl>
</section>`;
}

/** The run's files: in the page where they are small, else beside it. */
function downloads(folder: string, tables: string, beside: string): Html {
  const present = dataFilesIn(folder);
  return html`<section id="files"><h2>The figures</h2><ul class="files">
${tables.length <= mostBytes ? html`<li>${embedded("tables.csv", tables)}: what the tables show</li>` : ""}
${present.map((file) => {
  const path = join(folder, file);
  const { size } = statSync(path);
  return size <= mostBytes
    ? html`<li>${embedded(file, readFileSync(path, "utf8"))}</li>`
    : html`<li><a href="${beside}${file}">${file}</a>: beside this page, ${(size / 1e6).toFixed(1)} MB</li>`;
})}</ul></section>`;
}

function embedded(file: string, text: string): Html {
  const type = file.endsWith(".json") ? "application/json" : "text/csv";
  const link = `data:${type};charset=utf-8;base64,${Buffer.from(text).toString("base64")}`;
  return html`<a download="${file}" href="${markup(link)}">${file}</a>`;
}
