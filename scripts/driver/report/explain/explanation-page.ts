import { runtimeTitle } from "../findings/words.ts";
import { html, markup } from "../page/html.ts";
import { document } from "../page/page.ts";
import { type Explanation, explanationSentences } from "./explanation.ts";
import { callsOf, flameGraph } from "./flame-graph.ts";

/** Both flame graphs on one page, which needs no other file. */
export function explanationPage(explanation: Explanation): string {
  const { contenders, pairs, rows } = explanation;
  const sides = (["old", "new"] as const).map((side) => callsOf(pairs.map((pair) => pair[side])));
  const ms = Math.max(...sides.map((side) => side.ms));
  const changes = new Map(rows.map(({ of, diffMs }) => [`${of.name}\n${of.module}`, diffMs.value / ms]));
  const titles = contenders.map(({ runtime }) => runtimeTitle(runtime.label));
  const title = `${contenders[0].workload.name}: ${titles.join(" and ")}, profiled`;
  const graphs = sides.map((side, index) => {
    const graph = flameGraph(side, ms, ({ name, module }) => changes.get(`${name}\n${module}`) ?? 0);
    return html`<h2>${titles[index] ?? ""}: ${side.ms.toFixed(2)} ms of a run</h2>
<figure class="wide">${markup(graph)}</figure>
`;
  });
  return document(
    title,
    html`<h1>${title}</h1>
${explanationSentences(explanation).map((sentence) => html`<p>${sentence}</p>`)}
<p>Red takes more under ${titles[1] ?? ""}, blue less. Wide is long; what is below was called by what is above. Idle time is left out, and both have one scale.</p>
${graphs}`,
  );
}
