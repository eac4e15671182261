import { counted } from "../../command-line/counted.ts";
import type { Chart } from "../charts/chart.ts";
import { type Html, html } from "../page/html.ts";
import { chartsHtml, document } from "../page/page.ts";
import { tableHtml } from "../page/table-html.ts";
import { momentText } from "../provenance.ts";
import type { Section } from "../questions.ts";
import type { History, MachineHistory, NamedRun } from "./history.ts";

/**
 * `index.html` of a folder of runs: the runs of each machine, and each cell over the releases.
 */
export function historyPage(
  { machines, gaps }: History,
  sections: readonly Section[],
  charts: readonly Chart[],
): string {
  return document(
    "History",
    html`<header>
<p class="kicker">worker-matrix · all runs in this folder</p>
<h1>History</h1>
<p class="lead">${counted(
      machines.reduce((sum, { runs }) => sum + runs.length, 0),
      "run",
    )} on ${counted(machines.length, "machine")}. Figures of different machines are never compared.</p>
</header>
${gaps.length > 0 ? html`<section class="gaps" role="note"><h2>Some of it is incomplete</h2><ul>${gaps.map((gap) => html`<li>${gap}</li>`)}</ul></section>` : ""}
${machines.map((machine, index) => {
  const section = sections.find(({ id }) => id === `machine-${index + 1}`);
  return html`<section class="question" id="machine-${index + 1}"><h2>${machine.machine}</h2>
${runsHtml(machine)}
${section ? chartsHtml(charts.filter(({ question }) => question === section.id)) : ""}
${section ? section.tables.map(tableHtml) : ""}
</section>`;
})}`,
  );
}

function runsHtml({ runs, id }: MachineHistory): Html {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Runs"><table>
<thead><tr><th scope="col">run</th><th scope="col">started</th><th scope="col">runtimes</th><th scope="col" class="figure">cells</th><th scope="col" class="figure">without figures</th><th scope="col">command</th></tr></thead>
<tbody>${runs.map(runHtml)}</tbody></table></div>
<p class="source">machine ${id}</p>`;
}

function runHtml({ name, run }: NamedRun): Html {
  const { provenance, cells, upgrade } = run;
  const troubled = cells.filter(({ status }) => status !== "ok").length;
  return html`<tr><th scope="row"><a href="${encodeURIComponent(name)}/index.html">${name}</a></th>
<td class="text">${momentText(provenance.started)}</td><td class="text">${provenance.labels.join(", ")}</td>
<td class="figure">${cells.length || upgrade.length}</td><td class="figure">${troubled}</td>
<td class="text"><small>${provenance.command}</small></td></tr>
`;
}
