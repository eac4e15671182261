import { intervalText } from "../digits.ts";
import { entryText } from "../entry-text.ts";
import { type Provenance, provenanceText } from "../provenance.ts";
import { type Entry, isTextColumn, marksText, scopeText, type Table } from "../table.ts";
import { type Html, html } from "./html.ts";

/** Tables with more rows than this are folded up. */
const longTable = 60;

/** A table of a question, with what its figures are, and where they come from. */
export function tableHtml(table: Table, provenance: Provenance): Html {
  const { id, title, about, rows, notes, scope } = table;
  const source = [scopeText(scope), provenanceText(provenance)].filter(Boolean).join(" · ");
  const body = html`<p class="about">${[about, marksText(table)].filter(Boolean).join(" ")}</p>
${grid(table)}
${notes.map((note) => html`<p class="note">${note}</p>`)}
<p class="source">${source}</p>`;
  return html`<section class="table" id="table-${id}">
${title ? html`<h3>${title}</h3>` : ""}
${rows.length > longTable ? html`<details><summary>${rows.length} rows</summary>${body}</details>` : body}
</section>`;
}

function grid({ title, id, keys, columns, rows }: Table): Html {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${title || id}"><table>
<thead><tr>${keys.map((key) => html`<th scope="col">${key}</th>`)}${columns.map(
    (column, index) =>
      html`<th scope="col" class="${isTextColumn(rows, index) ? "text" : "figure"}">${column}</th>`,
  )}</tr></thead>
<tbody>${rows.map(({ keys: names, kind, entries }, index) => {
    const isRepeated = names.length > 1 && rows[index - 1]?.keys[0] === names[0];
    const marks = `${kind === "mean" ? "mean" : ""}${isRepeated || index === 0 ? "" : " begins"}`;
    return html`<tr class="${marks.trim()}">${names.map(
      (name, place) =>
        html`<th scope="row">${isRepeated && place === 0 ? html`<span class="repeated">${name}</span>` : name}</th>`,
    )}${entries.map(entryHtml)}</tr>
`;
  })}</tbody></table></div>`;
}

function entryHtml(entry: Entry): Html {
  const { main, spread, rank, ratio, isFirst } = entryText(entry);
  if (entry.kind === "text") return html`<td class="text">${main}</td>`;
  if (entry.kind === "absent") return html`<td class="absent" title="${entry.reason}">${main}</td>`;
  if (entry.kind === "none") return html`<td></td>`;
  const interval = intervalText(entry.figure);
  const hint = interval ? `95 % interval ${interval}` : "no interval";
  return html`<td class="figure${isFirst ? " first" : ""}" title="${hint}"><span class="value">${main}</span>${
    spread ? html` <small>${spread}</small>` : ""
  }${ratio ? html` <small>${ratio}</small>` : ""}${rank ? html` <span class="rank">${rank}</span>` : ""}</td>`;
}
