import { intervalText, percent } from "../digits.ts";
import { entryText } from "../entry-text.ts";
import { type Entry, goesOn, isTextColumn, type Table } from "../table.ts";
import { type Html, html } from "./html.ts";

/** Tables with more rows than this are folded up. */
const longTable = 60;

/** A table of a question, with what its figures are. */
export function tableHtml(table: Table): Html {
  const { id, title, about, rows, notes } = table;
  const body = html`${about ? html`<p class="about">${about}</p>` : ""}
${grid(table)}
${notes.map((note) => html`<p class="note">${note}</p>`)}`;
  return html`<section class="table" id="table-${id}">
${title ? html`<h3>${title}</h3>` : ""}
${rows.length > longTable ? html`<details><summary>${rows.length} rows</summary>${body}</details>` : body}
</section>`;
}

function grid(table: Table): Html {
  const { title, id, keys, columns, rows, isGrouped } = table;
  const isText = columns.map((_, index) => isTextColumn(rows, index));
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${title || id}"><table>
<thead><tr>${keys.map((key) => html`<th scope="col">${key}</th>`)}${columns.map(
    (column, index) => html`<th scope="col" class="${isText[index] ? "text" : "figure"}">${column}</th>`,
  )}</tr></thead>
<tbody>${rows.map((row, index) => {
    const begins = isGrouped && index > 0 && !goesOn(table, index) ? "begins" : "";
    return html`<tr class="${row.kind === "mean" ? "mean" : begins}">${row.keys.map((name, place) =>
      place === 0 ? firstHeader(table, index, name) : html`<th scope="row">${name}</th>`,
    )}${row.entries.map((entry, place) => entryHtml(entry, isText[place] === true))}</tr>
`;
  })}</tbody></table></div>`;
}

/** The first name of a row; rows of one group share it. */
function firstHeader(table: Table, index: number, name: string): Html {
  if (goesOn(table, index)) return html``;
  let end = index + 1;
  while (goesOn(table, end)) end += 1;
  return end - index > 1
    ? html`<th scope="rowgroup" rowspan="${end - index}">${name}</th>`
    : html`<th scope="row"${table.keys[0] === "verdict" ? html` data-verdict="${name}"` : ""}>${name}</th>`;
}

function entryHtml(entry: Entry, isText: boolean): Html {
  const { main, spread, rank, ratio, isFirst } = entryText(entry);
  if (entry.kind === "text") return html`<td class="${isText ? "text" : "figure"}">${main}</td>`;
  if (entry.kind === "absent") return html`<td class="absent" title="${entry.reason}">${main}</td>`;
  if (entry.kind === "none") return html`<td></td>`;
  if (entry.kind === "ratio") return html`<td class="figure">${main}</td>`;
  const interval = intervalText(entry.figure);
  const hint = interval ? `${percent(entry.confidence)} interval ${interval}` : "no interval";
  return html`<td class="figure${isFirst ? " first" : ""}" title="${hint}"><span class="value">${main}</span>${
    spread ? html` <small>${spread}</small>` : ""
  }${ratio ? html` <small>${ratio}</small>` : ""}${rank ? html` <span class="rank">${rank}</span>` : ""}</td>`;
}
