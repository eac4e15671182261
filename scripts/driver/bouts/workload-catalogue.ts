import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import process from "node:process";
import type { WorkloadDescription } from "../../../runners/cell/describe-workload.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { nearestWords } from "../command-line/nearest-words.ts";
import { describeWorkloadProgram, moduleEnding, workloadsFolder } from "../files/folders.ts";
import { shownPath } from "../files/shown-path.ts";
import { checkTemporaryRoom } from "../files/write-file.ts";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";
import { tellingLine } from "../releases/telling-line.ts";
import type { PlannedWorkload } from "./contender.ts";
import { type Supervision, supervise } from "./supervise.ts";

/** Sets of workloads by name; which of ours belong to each, they say themselves. */
const groups: Readonly<Record<string, (workload: PlannedWorkload) => boolean>> = {
  "@all": () => true,
  "@threads": ({ threaded }) => threaded,
  "@default": ({ groups }) => groups.includes("default"),
  "@dispatch": ({ groups }) => groups.includes("dispatch"),
  "@server": ({ groups }) => groups.includes("server"),
  "@upgrade": ({ groups }) => groups.includes("upgrade"),
};

/** Names of the workloads that come with the project. */
function workloadNames(): string[] {
  return readdirSync(workloadsFolder)
    .filter((file) => file.endsWith(moduleEnding))
    .map((file) => basename(file, moduleEnding))
    .sort();
}

/**
 * Finds the workloads that were asked for: names, groups, files. Looks at names only.
 *
 * @param from what relative paths start from
 * @throws {BadInput} for one that does not exist
 */
export function findWorkloads(wanted: readonly string[], from: string = process.cwd()): WorkloadFile[] {
  return wanted.flatMap((name) => {
    const group = Object.hasOwn(groups, name) ? groups[name] : undefined;
    if (group === undefined) return [{ path: workloadPath(name, from), wanted: () => true }];
    return workloadNames().map((each) => ({
      path: `${workloadsFolder}${each}${moduleEnding}`,
      wanted: group,
    }));
  });
}

/** A workload's module, and whether it is to be part of the run once it is known what it is. */
export interface WorkloadFile {
  readonly path: string;
  readonly wanted: (workload: PlannedWorkload) => boolean;
}

/**
 * Describes the workloads of these files.
 *
 * @param runtimes load the modules, each in a process of its own: the first one those that it can, the next one the others
 * @throws {BadInput} for one that does not load under any, or is none, or has the name of another
 */
export async function describeWorkloads(
  files: readonly WorkloadFile[],
  runtimes: readonly JavaScriptRuntime[],
  supervision: Supervision,
): Promise<PlannedWorkload[]> {
  const described = new Map<string, PlannedWorkload>();
  const chosen = new Set<PlannedWorkload>();
  for (const { path, wanted } of files) {
    const workload = described.get(path) ?? (await describeUnderAny(path, runtimes, supervision));
    described.set(path, workload);
    if (wanted(workload)) chosen.add(workload);
  }
  for (const [name, same] of Map.groupBy(chosen, (workload) => workload.name)) {
    if (same.length > 1) {
      throw new BadInput(
        `Two workloads have the name "${name}": ${same.map(({ path }) => shownPath(path)).join(" and ")}`,
      );
    }
  }
  return [...chosen];
}

function workloadPath(name: string, from: string): string {
  const names = workloadNames();
  if (names.includes(name)) return `${workloadsFolder}${name}${moduleEnding}`;
  const known = [...names, ...Object.keys(groups)];
  if (!/[/\\.]/.test(name)) {
    const [meant] = nearestWords(name, known);
    const hint = meant ? `did you mean ${meant}?` : `known: ${known.join(", ")}`;
    throw new BadInput(
      `Cannot load workload "${name}": there is none of that name, and a file begins with ./; ${hint}`,
    );
  }
  const typed = resolve(from, name);
  if (!existsSync(typed)) throw new BadInput(`Cannot load workload "${name}": no such file`);
  if (!statSync(typed).isFile()) throw new BadInput(`Cannot load workload "${name}": not a file`);
  // Not a link to it: runtimes differ in what is beside a module that they load through one.
  const path = realpathSync(typed);
  const extensions = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"];
  if (!extensions.includes(extname(path))) {
    throw new BadInput(`Cannot load workload "${name}": expected a module (${extensions.join(", ")})`);
  }
  return path;
}

async function describeUnderAny(
  path: string,
  [runtime, ...others]: readonly JavaScriptRuntime[],
  supervision: Supervision,
): Promise<PlannedWorkload> {
  if (runtime === undefined) throw new TypeError("No runtime is there to load the workloads");
  try {
    return await describe(path, runtime, supervision);
  } catch (error) {
    if (!(error instanceof BadInput) || others.length === 0) throw error;
    return describeUnderAny(path, others, supervision).catch(() => {
      throw error;
    });
  }
}

async function describe(
  path: string,
  runtime: JavaScriptRuntime,
  supervision: Supervision,
): Promise<PlannedWorkload> {
  const ending = await supervise<WorkloadDescription>(
    (report) =>
      runtime.command(describeWorkloadProgram, [path, report], { workload: path, writes: dirname(report) }),
    supervision,
  );
  supervision.signal.throwIfAborted();
  const [description] = ending.lines;
  if (description?.kind === "workload") return { ...description, path };
  // Else the workload would be blamed for the machine.
  if (description === undefined) checkTemporaryRoom();
  const said = ending.kind === "exited" ? tellingLine(ending.printed) : undefined;
  const reason =
    description?.error ??
    (ending.kind === "exited"
      ? `it ended the process that loaded it (${ending.how}${said === undefined ? "" : `: ${said}`})`
      : `it did not load within ${supervision.timeoutMs / 1000} s (see --timeout)`);
  throw new BadInput(`Cannot load workload "${shownPath(path)}": ${reason}`);
}
