import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { typedCommand } from "../command-line/typed-command.ts";
import { isInstalled, repository, workloadsFolder } from "../files/folders.ts";
import { runCommand } from "./run-command.ts";

const help = `Usage: npm run new-workload NAME

Writes NAME.ts into the current folder: a small workload that works, to be changed into yours.

Examples:
  npm run new-workload collatz
  npm run new-workload ../mine/collatz
  npm run new-workload shared/workloads/collatz     one that is to stay in the suite`;

/** Writes a first workload, says how to run it, and returns the exit status: 0, or 2 for wrong arguments. */
export function newWorkloadCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => newWorkload(args));
}

function newWorkload(args: readonly string[]): number {
  let target: string | undefined;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: "boolean", short: "h" } },
    });
    if (values.help) {
      process.stdout.write(`${help}\n`);
      return 0;
    }
    if (positionals.length !== 1)
      return refuse(`Give one NAME, such as "collatz", not ${positionals.length}`);
    target = positionals[0] ?? "";
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  const name = path.basename(target, ".ts");
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    return refuse(
      `Cannot name a workload "${name}": use small letters, digits and hyphens, such as "word-count"`,
    );
  }
  // npm runs scripts in the package's folder; the user may stand in another one.
  const folder = (isInstalled ? undefined : process.env.INIT_CWD) ?? process.cwd();
  const file = path.resolve(folder, path.dirname(target), `${name}.ts`);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, firstWorkload(name, path.dirname(file) === path.resolve(workloadsFolder)), {
      flag: "wx",
    });
  } catch (error) {
    const exists = error instanceof Error && "code" in error && error.code === "EEXIST";
    return refuse(
      exists
        ? `Cannot write ${file}: it exists already, so choose another name`
        : `Cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  process.stdout.write(`Wrote ${shown(folder, file)}. Run it with:\n\n  ${measuringCommand(folder, file)}\n`);
  return 0;
}

/** What measures the workload, typed in that folder. */
function measuringCommand(folder: string, file: string): string {
  const script = shown(folder, `${repository}scripts/matrix.mjs`);
  const workload = shown(folder, file);
  return typedCommand([
    // Outside the checkout, npx would have to fetch zx.
    ...(isInstalled
      ? ["npx", "worker-matrix", "matrix"]
      : [...(path.isAbsolute(script) ? ["node"] : ["npx", "zx"]), script]),
    ...["--quick", "--workload", path.isAbsolute(workload) ? workload : `./${workload}`],
  ]);
}

/** A file by its way from the folder, if it is in it; else by its whole path. */
function shown(folder: string, file: string): string {
  const relative = path.relative(folder, file);
  return relative.startsWith("..") ? file : relative;
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n`);
  return 2;
}

/** The file's text: something to replace in each place, and a comment where the contract is not obvious. */
function firstWorkload(name: string, isOfSuite: boolean): string {
  return `${isOfSuite ? importsOfSuite : 'import { task, TaskGroup, toThread, type Workload } from "worker-matrix";'}

/**
 * What runs on the threads. It has to be exported, so that they can import it; what it takes and returns is copied.
 * Replace it with your own.
 */
export const countMultiples = task(import.meta.url, function countMultiples(start: number, end: number): number {
  let count = 0;
  for (let number = start; number < end; number++) if (number % 7 === 0) count++;
  return count;
});

export default {
  name: "${name}",
  about: "counts multiples of 7: says in one line what the figures show",
  defaults: { tasks: 10, size: 5_000_000 }, // What --tasks and --size are unless given. Aim at 20 to 200 ms for a run.
  threaded: true, // false: it uses no threads, and is measured on the main thread only.

  // Timed, again and again. It uses the executor that is being measured, as any program would.
  run: ({ tasks, size }) =>
    TaskGroup.run(async (group) => {
      const counts = Array.from({ length: tasks }, (_, index) =>
        group.createTask(toThread(countMultiples, index * size, (index + 1) * size)),
      );
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    }),

  // Not timed. Throw when the result is wrong: no time of it is then published. Compute it in another way.
  check(count, { tasks, size }) {
    ${isOfSuite ? checkOfSuite : checkElsewhere}
  },

  // There may also be setup(params), whose result run gets as its second argument, and teardown(state); neither is
  // timed. In run, params.metric("kept_mb", 12.5) reports a figure of your own.
} satisfies Workload<undefined, number>;
`;
}

/** In `shared/` nothing imports the door. */
const importsOfSuite = Object.entries({
  "{ task }": "../task.ts",
  "{ TaskGroup }": "../task-group.ts",
  "{ toThread }": "../to-thread.ts",
  "type { Workload }": "../workload.ts",
  "{ expectEqual }": "./support/expect-equal.ts",
})
  .map(([names, file]) => `import ${names} from "${file}";`)
  .join("\n");

const checkOfSuite = 'expectEqual(count, Math.ceil((tasks * size) / 7), "the count");';

const checkElsewhere = `const expected = Math.ceil((tasks * size) / 7);
    if (count !== expected) throw new Error(\`the count is \${count}, should be \${expected}\`);`;
