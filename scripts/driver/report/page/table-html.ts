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
<tbody>${rows.map((row, index) => {
    const begins = isRepeated(rows, index) || index === 0 || keys.length < 2 ? "" : "begins";
    return html`<tr class="${row.kind === "mean" ? "mean" : begins}">${row.keys.map((name, place) =>
      place === 0 ? groupHeader(rows, index, name) : html`<th scope="row">${name}</th>`,
    )}${row.entries.map(entryHtml)}</tr>
`;
  })}</tbody></table></div>`;
}

/** The first name of a row; rows after it with the same one share it. */
function groupHeader(rows: Table["rows"], index: number, name: string): Html {
  if (isRepeated(rows, index)) return html``;
  let end = index + 1;
  while (isRepeated(rows, end)) end += 1;
  return end - index > 1
    ? html`<th scope="rowgroup" rowspan="${end - index}">${name}</th>`
    : html`<th scope="row">${name}</th>`;
}

function isRepeated(rows: Table["rows"], index: number): boolean {
  const [above, own] = [rows[index - 1], rows[index]];
  return (
    own !== undefined && own.keys.length > 1 && above?.kind === own.kind && above.keys[0] === own.keys[0]
  );
}

function entryHtml(entry: Entry): Html {
  const { main, spread, rank, ratio, isFirst } = entryText(entry);
  if (entry.kind === "text") return html`<td class="${/^\d+$/.test(main) ? "figure" : "text"}">${main}</td>`;
  if (entry.kind === "absent") return html`<td class="absent" title="${entry.reason}">${main}</td>`;
  if (entry.kind === "none") return html`<td></td>`;
  const interval = intervalText(entry.figure);
  const hint = interval ? `95 % interval ${interval}` : "no interval";
  return html`<td class="figure${isFirst ? " first" : ""}" title="${hint}"><span class="value">${main}</span>${
    spread ? html` <small>${spread}</small>` : ""
  }${ratio ? html` <small>${ratio}</small>` : ""}${rank ? html` <span class="rank">${rank}</span>` : ""}</td>`;
}
