import { markdownTable } from "markdown-table";
import type { ComparisonTable } from "./comparison-table.ts";
import type { Environment } from "./environment.ts";
import { asCode, asData } from "./markdown-text.ts";
import { typedCommand } from "./typed-command.ts";

/** `README.md` of a run: its table, and what one has to know to judge it and to repeat it. */
export function runReadme({ header, rows, notes }: ComparisonTable, environment: Environment): string {
  const { machine, commandLine, seed, runtimes, started, finished } = environment;
  const table = markdownTable(
    [header, ...rows].map((row) =>
      "texts" in row
        ? row.texts.map((text, column) => (row.fastest.has(column) ? `**${asData(text)}***` : asData(text)))
        : row.map(asData),
    ),
    { align: header.map((_, index) => (index < 3 ? "left" : "right")) },
  );
  return `# ${asData(environment.run)}

${table}

${notes.map((note) => `- ${asData(note)}`).join("\n")}

## Method and machine

- Command: ${asCode(typedCommand(["npx", "zx", "scripts/matrix.mjs", ...commandLine]))}, seed ${seed}
- Started ${started}, ${finished ? `finished ${finished}` : "not finished: these are the results until then"}
- ${asData(machine.cpu)}, ${machine.cores} cores, ${machine.memoryMb} MiB, ${asData(machine.os)} ${machine.arch}
- Runtimes: ${runtimes.map(({ label, engine, status }) => asData(`${label} (${engine ?? status})`)).join(", ")}
- Every process measures one cell; rounds of all cells, each in a random order of its own. \`samples.csv\` has every timed
  sample, \`summary.csv\` a row for each cell, \`metrics.csv\` the workloads' own figures, \`environment.json\` the settings.
`;
}
