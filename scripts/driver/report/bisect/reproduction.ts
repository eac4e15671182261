import { dirname } from "node:path";
import { build } from "esbuild";
import type { Contender } from "../../bouts/contender.ts";
import { typedCommand } from "../../command-line/typed-command.ts";
import { repository } from "../../files/folders.ts";

/** How many runs a reproduction times, and how many come before them. */
const [timed, warmUp] = [40, 10];

/**
 * A workload as a script by itself, in plain JavaScript: it runs under any release without anything of ours, and prints the median time
 * and the workload's own figures. `undefined` where there is no such script: threads need the library around them, and what does not bundle needs what is
 * around it.
 */
export async function reproduction({
  workload,
  executor,
  tasks,
  size,
}: Contender): Promise<string | undefined> {
  if (executor !== "inline") return undefined;
  const library = workload.threaded
    ? `import { InlineExecutor, setDefaultExecutor } from ${JSON.stringify(`${repository}runners/mod.ts`)};
setDefaultExecutor(new InlineExecutor());
`
    : "";
  try {
    const { outputFiles } = await build({
      stdin: {
        contents: `${library}import workload from ${JSON.stringify(workload.path)};
${program(tasks, size)}`,
        resolveDir: dirname(workload.path),
      },
      ...{ bundle: true, write: false, format: "esm", platform: "node", target: "es2022" },
      ...{ logLevel: "silent", legalComments: "none", charset: "utf8" },
      absWorkingDir: dirname(workload.path),
    });
    return outputFiles[0]?.text
      .replace(/^\/\/ \S.*\.[cm]?[jt]s$\n/gm, "")
      .replace(/^\/\/ <stdin>$\n/m, "")
      .replace(/\n{3,}/g, "\n\n");
  } catch {
    return undefined;
  }
}

/**
 * What runs that script under a release, whose label may have flags.
 *
 * @param more flags beside them
 */
export function reproductionCommand(label: string, ...more: readonly string[]): string {
  const [name = "", ...flags] = label.split(" ");
  const run = name.startsWith("deno@") ? ["run", "-A"] : [];
  return typedCommand(["npx", "--yes", name, ...run, ...flags, ...more, "reproduce.mjs"]);
}

function program(tasks: number, size: number): string {
  return `const subject = typeof workload === "function" ? { run: workload } : workload;
const figures = {};
const params = {
  ...{ tasks: ${tasks}, size: ${size}, threads: 1, signal: new AbortController().signal },
  metric: (name, value) => void (figures[name] ??= []).push(value),
};
const state = await subject.setup?.(params);
const times = [];
for (let run = 0; run < ${warmUp + timed}; run++) {
  const start = performance.now();
  const result = await subject.run(params, state);
  times.push(performance.now() - start);
  subject.check?.(result, params);
}
const median = (values) => values.slice(${warmUp}).sort((a, b) => a - b)[${timed / 2}];
console.log(\`\${median(times).toFixed(3)} ms\`);
for (const [name, values] of Object.entries(figures)) console.log(\`\${name} \${median(values)}\`);
`;
}
