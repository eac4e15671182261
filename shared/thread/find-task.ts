import { definitionOf, isTask, type TaskAddress, type TaskDefinition } from "../task.ts";

/**
 * Finds the task that another thread means among what the same module exports on this one.
 *
 * It is the task that has the same place among those that the module has made here, and it is exported if one of the
 * exports is that very task; what the function or the export is called does not matter.
 *
 * @throws {TypeError} if the module does not export it
 */
export function findTask(exported: Exports, address: TaskAddress): TaskDefinition {
  const namesake = exported[address.name];
  const likely = isTask(namesake) ? definitionOf(namesake) : undefined;
  // The usual case, told quickly.
  if (likely !== undefined && isSamePlace(likely.address, address)) return likely;
  const named = exportedTasks(exported).filter(([, task]) => task.address.module === address.module);
  const here = named[0]?.[1].address.made ?? [];
  const place = placeAmong(here, address);
  // What the module itself has not made there was made on its behalf: its name is all that it can have in common.
  const isForeign = place === undefined && !here.includes(address.made[address.at] as number);
  const found = named.find(([name, task]) =>
    isForeign
      ? name === address.name && task.name === name
      : task.address.at === place && isAlike(task, address),
  );
  if (found !== undefined) return found[1];
  const names = [...new Set(named.map(([name]) => name))];
  const shown = names.length > 8 ? [...names.slice(0, 8), "…"] : names;
  const known = names.length === 0 ? "no task" : `the tasks ${shown.join(", ")}`;
  throw new TypeError(
    `Cannot run task "${address.name}": its module does not export it (${address.module} exports ${known}). ` +
      "Export the task itself, and make the same tasks on every thread: export const … = task(import.meta.url, …)",
  );
}

/** Whether both threads have made the same tasks in that module, and these are in the same place. */
function isSamePlace(here: TaskAddress, there: TaskAddress): boolean {
  const { made } = there;
  return (
    here.module === there.module &&
    here.at === there.at &&
    here.made.length === made.length &&
    here.made.every((text, at) => text === made[at])
  );
}

/**
 * Which of the tasks that the module has made here is the one at `at` of those that it has made there, by the texts of
 * their functions.
 */
function placeAmong(here: readonly number[], { made, at }: TaskAddress): number | undefined {
  // The usual case. Texts may differ where the two threads transpile differently, as below vitest, and the module may
  // have been evaluated there several times, as after a hot reload.
  const agrees = (text: number, at: number): boolean => {
    const place = at % here.length;
    return text === made[place] && (text === here[place] || !here.includes(text));
  };
  if (made.length % here.length === 0 && made.every(agrees)) return at % here.length;
  // The module has made some tasks on one of the threads only. Those with the same text were made in the same order.
  const text = made[at];
  const earlier = made.slice(0, at).filter((other) => other === text).length;
  return here.flatMap((other, place) => (other === text ? [place] : []))[earlier];
}

/** Whether it may be the same function. Transpilers print its text in their way, and add a number to a name that is in use. */
function isAlike({ name, address }: TaskDefinition, there: TaskAddress): boolean {
  if (there.made.length === 0 || address.made[address.at] === there.made[there.at]) return true;
  return bare(name) === bare(there.name);
}

function bare(name: string): string {
  return name.replace(/^_+|[_$]*\d*$/g, "");
}

function exportedTasks(exported: Exports): [name: string, task: TaskDefinition][] {
  return [...entriesOf(exported), ...entriesOf(commonExports(exported))].flatMap(
    ([name, value]): [string, TaskDefinition][] => (isTask(value) ? [[name, definitionOf(value)]] : []),
  );
}

/**
 * What a CommonJS module exports, since not all of it need be found in the names of the module. Newer runtimes say which
 * module is one; elsewhere it is taken for one if it has no export beside those of its default.
 */
function commonExports(exported: Exports): Exports {
  const common = exported["module.exports"] ?? exported.default;
  if (typeof common !== "object" || common === null) return {};
  const names = new Set(entriesOf(common as Exports).map(([name]) => name));
  const isCommon = Object.keys(exported).every((name) => marks.has(name) || names.has(name));
  return isCommon ? (common as Exports) : {};
}

const marks: ReadonlySet<string> = new Set(["default", "module.exports", "__esModule"]);

/** What CommonJS exports may be a getter, and fail. */
function entriesOf(exported: Exports): [name: string, value: unknown][] {
  return Object.keys(exported).flatMap((name): [string, unknown][] => {
    try {
      return [[name, exported[name]]];
    } catch {
      return [];
    }
  });
}

type Exports = Readonly<Record<string, unknown>>;
