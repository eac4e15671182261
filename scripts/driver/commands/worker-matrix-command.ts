import process from "node:process";
import { BadInput } from "../command-line/bad-input.ts";
import { nearestWords } from "../command-line/nearest-words.ts";
import { version } from "../command-line/version.ts";
import { completion, completionHelp, shells } from "./completion.ts";
import { withDefaults } from "./config-file.ts";
import { runCommand } from "./run-command.ts";

/** The commands by name, each loaded when it is asked for: charts are most of what some load. */
const commands: Readonly<Record<string, Subcommand>> = {
  matrix: {
    about: "compares runtimes, executors and numbers of threads",
    load: async () => (await import("./matrix-command.ts")).matrixCommand,
  },
  upgrade: {
    about: "says what an upgrade makes slower, faster, or breaks",
    load: async () => (await import("./upgrade-command.ts")).upgradeCommand,
  },
  bisect: {
    about: "finds the release that made a workload slower or faster, broke or fixed it",
    load: async () => (await import("./bisect-command.ts")).bisectCommand,
  },
  history: {
    about: "follows workloads over many releases, and says where the level changed",
    load: async () => (await import("./history-command.ts")).historyCommand,
  },
  explain: {
    about: "says where the time goes that two releases differ by",
    load: async () => (await import("./explain-command.ts")).explainCommand,
  },
  capabilities: {
    about: "says what workers can do under a release, and since which",
    load: async () => (await import("./capabilities-command.ts")).capabilitiesCommand,
  },
  calibrate: {
    about: "shows how small a change this machine can tell",
    load: async () => (await import("./calibrate-command.ts")).calibrateCommand,
  },
  compare: {
    about: "compares two finished runs",
    load: async () => (await import("./compare-command.ts")).compareCommand,
  },
  merge: {
    about: "makes one run of what several machines have measured",
    load: async () => (await import("./merge-command.ts")).mergeCommand,
  },
  publish: {
    about: "makes tables, charts and a page of a run",
    load: async () => (await import("./publish-command.ts")).publishCommand,
  },
  runtimes: {
    about: "installs releases, and says what is there",
    load: async () => (await import("./runtimes-command.ts")).runtimesCommand,
  },
  "new-workload": {
    about: "writes a workload to begin with",
    load: async () => (await import("./new-workload-command.ts")).newWorkloadCommand,
  },
};

interface Subcommand {
  /** What it does, in a line. */
  readonly about: string;
  load(): Promise<(args: readonly string[]) => Promise<number>>;
}

const help = `Measures JavaScript runtimes against each other, and against their own releases.

Usage: npx worker-matrix COMMAND [options]      npx worker-matrix COMMAND --help

${Object.entries({
  ...commands,
  completion: { about: `prints what completes these in a shell: ${shells.join(", ")}` },
})
  .map(([name, { about }]) => `  ${name.padEnd(14)}${about}`)
  .join("\n")}

Examples:
  npx worker-matrix upgrade node@22 node@24 -w ./bench/mine.ts    what an upgrade does to a workload of yours
  npx worker-matrix matrix --quick -w sum-of-squares              a first look at Node, Deno and Bun
  npx worker-matrix new-workload parse-orders                     a file to begin with
  source <(npx worker-matrix completion bash)                     completes commands and options

Releases are installed from npm when they are asked for. Results go to ./results/. A file worker-matrix.config.ts
(or .js, .mjs, .json) in this folder may hold what options are unless they are given:

  export default { all: { env: ["DATABASE_URL"] }, upgrade: { workload: ["./bench/mine.ts"], threshold: "3%" } };
`;

/** `worker-matrix`: runs the command that its first argument names. Resolves to its exit status. */
export function workerMatrixCommand([name, ...args]: readonly string[]): Promise<number> {
  return runCommand(async () => {
    if (name === undefined || name === "--help" || name === "-h" || name === "help") return print(help);
    if (name === "--version" || name === "-v") return print(`${version}\n`);
    if (name === "completion" && /^(?:--help|-h)$/.test(args[0] ?? "")) return print(completionHelp);
    if (name === "completion") return print(await completion(args, commands));
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) throw new BadInput(unknownCommand(name));
    const run = await command.load();
    return run(await withDefaults(name, args, Object.keys(commands)));
  }, 2);
}

function unknownCommand(name: string): string {
  const known = [...Object.keys(commands), "completion"];
  const [meant] = nearestWords(name, known);
  return `Unknown command ${name}; ${meant === undefined ? `known: ${known.join(", ")}` : `did you mean ${meant}?`}`;
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}
