import { onceInThread } from "./waiting/once-in-thread.ts";

/**
 * Makes a task: a function that can run on another thread, because a worker can import the module that exports it.
 *
 * The module has to export the task itself, under any name. Calling the task runs it right here.
 *
 * @param module `import.meta.url` of the module that exports it
 * @param run a function, plain or async; what it takes and returns is structured-cloned between threads. Messages show its name
 * @throws {TypeError} if the module is no URL
 *
 * @example
 * ```ts
 * import { task, toThread } from "worker-matrix";
 *
 * export const double = task(import.meta.url, function double(n: number): number {
 *   return 2 * n;
 * });
 *
 * if (import.meta.main) console.log(double(21), await toThread(double, 21));
 * ```
 */
export function task<Args extends unknown[], Result>(
  module: string,
  run: (...args: Args) => Result,
): Task<Args, Result> {
  if (typeof run !== "function")
    throw new TypeError(`Cannot make a task of ${typeof run}: it takes a function`);
  const name = typeof run.name === "string" && run.name !== "" ? run.name : "anonymous";
  if (typeof module !== "string" || !/^[a-z][a-z\d+.-]*:/i.test(module)) {
    throw new TypeError(
      `Cannot make task "${name}" of module ${String(module)}: pass import.meta.url, or in CommonJS pathToFileURL(__filename).href`,
    );
  }
  return bind({
    address: nextAddress(module, name, run),
    name,
    run: run as TaskDefinition["run"],
    options: {},
  }) as Task<Args, Result>;
}

/** A function that any thread can run. Made by {@link task}. */
export interface Task<Args extends unknown[], Result> {
  (...args: Args): Result;
  /** What its function is called, or `anonymous`. */
  readonly name: string;
  /** The same task with these options bound to it, over those that it has. The original stays as it is. */
  with(options: TaskOptions): Task<Args, Result>;
  /**
   * What a thread needs to know of it.
   *
   * @ignore
   */
  readonly [definition]: TaskDefinition;
}

/** How one run of a task may be ended, and what moves with it. */
export interface TaskOptions {
  /** Cancels the run, with its reason. */
  readonly signal?: AbortSignal;
  /** Ends the run with a `TimeoutError` when it takes longer. Milliseconds, from the start of running. */
  readonly timeoutMs?: number;
  /** What of the arguments moves to the other thread instead of being copied. The caller can no longer use it. */
  readonly transfer?: readonly object[];
}

/** A task as executors see it. */
export interface TaskDefinition {
  /** The same object, whatever options are bound. */
  readonly address: TaskAddress;
  readonly name: string;
  readonly run: (...args: unknown[]) => unknown;
  readonly options: TaskOptions;
}

/** Where any thread finds a task: see `findTask`. */
export interface TaskAddress {
  readonly module: string;
  /** For messages. Nothing is found by it: transpilers and minifiers rename functions, or leave the names out. */
  readonly name: string;
  /** All tasks that the module has made on this thread until now, in order: a hash of each function's text. Empty: not known. */
  readonly made: readonly number[];
  /** The place of this one among them. */
  readonly at: number;
}

/** What is behind a task. @throws {TypeError} if the value is none */
export function definitionOf(value: unknown): TaskDefinition {
  if (isTask(value)) return value[definition];
  const shown = typeof value === "function" ? `function "${value.name}"` : String(value);
  throw new TypeError(`Cannot run ${shown} on a thread: it is no task, wrap it in task(import.meta.url, …)`);
}

/** Whether the value was made by {@link task}, of this or of another copy of this module. */
export function isTask(value: unknown): value is Task<unknown[], unknown> {
  return typeof value === "function" && definition in value;
}

function nextAddress(module: string, name: string, run: (...args: never[]) => unknown): TaskAddress {
  const made = madeBy.get(module) ?? [];
  madeBy.set(module, made);
  return { module, name, made, at: made.push(hashOf(Function.prototype.toString.call(run))) - 1 };
}

/** Each module's list is one and the same in the addresses of its tasks, so a copy of an address has all that there are by then. */
const madeBy = new Map<string, number[]>();

function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash;
}

const definition: unique symbol = Symbol.for("worker-matrix.task") as never;

function bind(defined: TaskDefinition): Task<unknown[], unknown> {
  const bound = (...args: unknown[]): unknown => thread.runHere(defined, args);
  Object.defineProperties(bound, {
    name: { value: defined.name },
    with: { value: (options: TaskOptions) => bind({ ...defined, options: checked(defined, options) }) },
    [definition]: { value: defined },
  });
  return bound as unknown as Task<unknown[], unknown>;
}

/**
 * Sets what calling a task does. The runners do: so that each thread, which imports the module of a task, loads this file and no others that
 * it has already.
 */
export function installRunHere(runHere: RunHere): void {
  thread.runHere = runHere;
}

type RunHere = (task: TaskDefinition, args: unknown[]) => unknown;

const thread = onceInThread("run-here", (): { runHere: RunHere } => ({
  // Until a runner installs a better one: without the task's options.
  runHere: (task, args) => task.run(...args),
}));

function checked(defined: TaskDefinition, options: TaskOptions): TaskOptions {
  const { timeoutMs } = options;
  if (timeoutMs !== undefined && !(typeof timeoutMs === "number" && timeoutMs >= 0)) {
    throw new RangeError(`Cannot bound task "${defined.name}" to timeoutMs ${timeoutMs}: it takes 0 or more`);
  }
  return { ...defined.options, ...options };
}
