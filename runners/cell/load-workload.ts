import { basename, extname } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import type { Workload } from "../../shared/workload.ts";
import { currentRuntime } from "../current-runtime.ts";

/** What a workload has that does not say: the article's numbers. */
const articleDefaults = { tasks: 10, size: 5_000_000 };

/**
 * Imports a workload's module and makes sure that its default export is one. A module that default-exports a
 * function is a workload with just `run`, named after its file.
 *
 * @throws {TypeError} when it exports nothing useful; whatever the module throws when it does not load
 */
export async function loadWorkload(path: string): Promise<Workload> {
  await currentRuntime.prepareImport?.(path);
  const module: { readonly default?: unknown } = await import(pathToFileURL(path).href);
  const exported = ofCommonJs(module.default) ?? module.default;
  const fallbacks = { name: basename(path, extname(path)), about: "", threaded: true };
  if (typeof exported === "function") {
    return { ...fallbacks, defaults: articleDefaults, run: exported as Workload["run"] };
  }
  if (typeof exported !== "object" || exported === null) {
    throw new TypeError(
      `its default export is ${exported === undefined ? "missing" : typeof exported}; expected { name, run, … } or a function`,
    );
  }
  const workload = exported as Partial<Workload>;
  for (const [property, expected] of Object.entries(expectedTypes)) {
    const value: unknown = workload[property as keyof Workload];
    if (!expected.includes(typeof value)) {
      throw new TypeError(`its ${property} is ${describe(value)}; expected a ${expected[0]}`);
    }
  }
  const name = workload.name ?? fallbacks.name;
  if (name === "" || /\p{Cc}/u.test(name))
    throw new TypeError(`its name is ${describe(name)}; expected one line of text`);
  const defaults = { ...articleDefaults, ...workload.defaults };
  for (const [property, value] of Object.entries(defaults)) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new TypeError(
        `its defaults.${property} is ${describe(value)}; expected a whole number of 1 or more`,
      );
    }
  }
  // The object itself keeps its methods' `this`; what it lacks is added.
  return Object.assign(Object.create(exported), { ...fallbacks, ...workload, name, defaults });
}

/** A CommonJS module is all in the default export of what it is imported as, and may have one itself: `exports.default`. */
function ofCommonJs(exported: unknown): unknown {
  return typeof exported === "object" && exported !== null && !("run" in exported) && "default" in exported
    ? exported.default
    : undefined;
}

const optional = (type: string): string[] => [type, "undefined"];
const expectedTypes: Record<string, string[]> = {
  run: ["function"],
  setup: optional("function"),
  check: optional("function"),
  teardown: optional("function"),
  name: optional("string"),
  about: optional("string"),
  threaded: optional("boolean"),
  defaults: optional("object"),
};

function describe(value: unknown): string {
  return value === undefined ? "missing" : `${typeof value} ${inspect(value, { breakLength: Infinity })}`;
}
