import { basename, join } from "node:path";
import type { Environment } from "../../bouts/environment.ts";
import { version } from "../../command-line/version.ts";
import { type Column, toCsv } from "../../files/csv.ts";
import { shownPath } from "../../files/shown-path.ts";
import { replaceFile } from "../../files/write-file.ts";
import { markdownOf } from "../markdown.ts";
import { asCode, asData } from "../markdown-text.ts";
import { html } from "../page/html.ts";
import { document } from "../page/page.ts";
import { tableHtml } from "../page/table-html.ts";
import { type Provenance, provenanceText, readProvenance } from "../provenance.ts";
import { terminalTable } from "../terminal-table.ts";
import { rangeAnswer, releaseLabel } from "./asked-range.ts";
import { type Asked, capabilityFindings, capabilityTables, insteads } from "./capability-tables.ts";

/** A run of `capabilities.mjs`. */
export interface CapabilitiesRun extends Asked {
  /** Its folder. */
  readonly path: string;
  readonly environment: Omit<Environment, "seed">;
}

/** Ends a run: `README.md`, `index.html`, `since.csv` where there are ranges, the JSON that was asked for, and what a person sees. */
export function publishCapabilities(
  run: CapabilitiesRun,
  { json, stream }: { readonly json: string | undefined; readonly stream: NodeJS.WriteStream },
): void {
  const { path } = run;
  const provenance = readProvenance(path, basename(path), "capabilities.mjs", []);
  const hasRanges = run.ranges.length > 0;
  if (hasRanges) replaceFile(join(path, "since.csv"), toCsv(changes(run), changeColumns));
  const files = ["capabilities.csv", ...(hasRanges ? ["since.csv"] : []), "environment.json", "index.html"];
  replaceFile(join(path, "README.md"), readme(run, provenance, files));
  replaceFile(join(path, "index.html"), page(run, provenance));
  if (json !== undefined) replaceFile(json, `${JSON.stringify(asJson(run), null, 2)}\n`);
  for (const table of capabilityTables(run)) {
    const short = {
      ...table,
      keys: table.keys.slice(0, 1),
      rows: table.rows.map((row) => ({ ...row, keys: row.keys.slice(0, 1) })),
    };
    stream.write(`\n${terminalTable(short, stream)}\n`);
  }
  stream.write(`\n${insteads(run).map(insteadText).join("\n")}\n`);
  stream.write(
    `\n${capabilityFindings(run).join("\n")}\n${shownPath(path)}: README.md, ${files.join(", ")}\n`,
  );
}

const title = "What workers, messages and shared memory can do";

function reading({ ranges, environment }: CapabilitiesRun): string[] {
  const { repeats, timeoutMs } = environment.settings as { repeats: number; timeoutMs: number };
  return [
    `Each probe ran ${repeats} times under a release, in a process of its own each time. "varies" is an answer that was not the same each time, "crashes" the death of the process by a signal or a panic, "hangs" a process that had not ended after ${timeoutMs / 1000} s. Names that begin with web- ask the web's Worker, those with node- that of node:worker_threads; most others use the latter to have a thread.`,
    ...(ranges.length > 0
      ? [
          'The first release is found by bisection: the ends of each range were asked everything, and where an answer changes between two releases that were asked, the one in the middle is asked for that. "Since 22.3.0" was seen at 22.3.0 and not at the release before it. "(varied)": in a release that was asked the answer was not the same each time, which counts as a no; so the first release may be another one. What came and went between two releases with the same answer is not seen. A line that goes on beside the next one, such as Node 20 beside 22, can get a capability later than that: only releases up to the beginning of the next line count.',
        ]
      : []),
  ];
}

function readme(run: CapabilitiesRun, provenance: Provenance, files: readonly string[]): string {
  const missing = run.ranges.flatMap((asked) =>
    [...asked.missing].map(
      ([place, reason]) => `${releaseLabel(asked.range, place)} could not be asked: ${reason}`,
    ),
  );
  const blocks = [
    `# ${title}`,
    bullets(capabilityFindings(run)),
    asData(reading(run).join("\n\n")).replaceAll("⏎⏎", "\n\n"),
    bullets(missing),
    ...capabilityTables(run).flatMap((table) => [`## ${asData(table.title)}`, markdownOf(table)]),
    "## What happens instead",
    bullets(insteads(run).map(insteadText)),
    "## Machine and run",
    `- Command: ${asCode(provenance.command)}\n- Machine: ${asData(provenance.machine)}\n- Started: ${asData(provenance.started)}\n- Finished: ${asData(provenance.finished || "not finished")}\n- worker-matrix: ${asData(provenance.suite)}\n- Files: ${asData(files.join(", "))}`,
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}

function page(run: CapabilitiesRun, provenance: Provenance): string {
  return document(
    title,
    html`<header><p class="kicker">worker-matrix · what JavaScript runtimes can do on threads</p><h1>${title}</h1>
<ul class="findings">${capabilityFindings(run).map((text) => html`<li>${text}</li>`)}</ul></header>
${reading(run).map((text) => html`<p class="about">${text}</p>`)}
${capabilityTables(run).map((table) => tableHtml(table))}
<section><h2>What happens instead</h2><ul>${insteads(run).map((each) => html`<li>${insteadText(each)}</li>`)}</ul></section>
<section id="method"><h2>Machine and run</h2><p>${provenanceText(provenance)}</p></section>`,
  );
}

function insteadText({
  release,
  what,
  probes,
}: {
  release: string;
  what: string;
  probes: readonly string[];
}): string {
  return `${release} ${what} (${probes.join(", ")})`;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${asData(line)}`).join("\n");
}

/** A row of `since.csv`. */
interface ChangeRow {
  readonly range: string;
  readonly runtime: string;
  readonly probe: string;
  readonly has: boolean;
  readonly first: string;
  readonly lastBefore: string | undefined;
  readonly isExact: boolean;
}

const changeColumns: readonly Column<ChangeRow>[] = [
  { name: "range", value: ({ range }) => range },
  { name: "runtime", value: ({ runtime }) => runtime },
  { name: "probe", value: ({ probe }) => probe },
  // 1: it can do that from here on; 0: not any more, or not at the beginning.
  { name: "has", value: ({ has }) => (has ? 1 : 0) },
  { name: "first", value: ({ first }) => first },
  { name: "last_before", value: ({ lastBefore }) => lastBefore },
  { name: "exact", value: ({ isExact }) => (isExact ? 1 : 0) },
];

/** How each range begins, and where it changes. */
function changes({ ranges, probes, answers }: Asked): ChangeRow[] {
  return ranges.flatMap((asked) => {
    const { spec, versions } = asked.range;
    const base = { range: spec.text, runtime: spec.runtime.name };
    return probes.flatMap(({ name: probe }): ChangeRow[] => {
      const { begins, changes: found } = rangeAnswer(asked, { name: probe }, answers);
      if (begins === undefined) return [];
      const beginning = {
        ...base,
        probe,
        has: begins,
        first: versions[0] ?? "",
        lastBefore: undefined,
        isExact: true,
      };
      return [beginning, ...found.map((change) => ({ ...base, probe, ...change }))];
    });
  });
}

/** What `--json` writes. */
function asJson(run: CapabilitiesRun): object {
  const { started, finished = null, settings, machine, runtimes } = run.environment;
  return {
    worker_matrix: version,
    ...{ started, finished, settings, machine, runtimes },
    answers: run.answers,
    since: changes(run).map((row) =>
      Object.fromEntries(changeColumns.map(({ name, value }) => [name, value(row) ?? null])),
    ),
  };
}
