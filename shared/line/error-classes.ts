/** The name of the nearest class of the error that every thread has, such as `TypeError` or `WebAssembly.RuntimeError`. */
export function nearestErrorClass(error: Error): string {
  const { names, classes } = table();
  try {
    for (let at = Object.getPrototypeOf(error); at !== null; at = Object.getPrototypeOf(at)) {
      const name = names.get(at) ?? nameIn(at);
      if (name !== undefined && classes.has(name)) return name;
    }
  } catch {
    // A proxy may refuse.
  }
  return "Error";
}

/** What the class of a prototype calls itself, which may be of another realm, such as a context of `node:vm`. */
function nameIn(prototype: object): string | undefined {
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  const name: unknown = typeof type === "function" && Object.getOwnPropertyDescriptor(type, "name")?.value;
  return typeof name === "string" ? name : undefined;
}

/** An error of that class; a plain one if this thread lacks it. */
export function newError(className: string, message: string, name: string): Error {
  const type = table().classes.get(className) ?? (Error as ErrorClass);
  if (className === "AggregateError") return new type([], message);
  if (className === "SuppressedError") return new type(undefined, undefined, message);
  return className === "DOMException" ? new type(message, name) : new type(message);
}

/** Adds what a runtime has beside the standard. Its runner does, on both sides of a line. `holder` is called when an error is first met. */
export function addErrorClasses(namespace: string, holder: () => object): void {
  namespaces.set(namespace, holder);
}

interface ErrorTable {
  readonly classes: ReadonlyMap<string, ErrorClass>;
  /** By their prototypes. */
  readonly names: ReadonlyMap<unknown, string>;
}

type ErrorClass = new (...args: unknown[]) => Error;

/** Made when it is first needed: some runtimes load the class of `DOMException` then, which few threads need. */
function table(): ErrorTable {
  if (known !== undefined) return known;
  const classes = new Map<string, ErrorClass>();
  for (const name of globals) add(name, Reflect.get(globalThis, name));
  for (const [namespace, holder] of namespaces) {
    const classesIn = holder();
    for (const name of Object.getOwnPropertyNames(classesIn))
      add(`${namespace}.${name}`, Reflect.get(classesIn, name));
  }
  known = { classes, names: new Map([...classes].map(([name, type]) => [type.prototype, name])) };
  return known;

  function add(name: string, type: unknown): void {
    if (typeof type !== "function") return;
    if (type === Error || type.prototype instanceof Error) classes.set(name, type as ErrorClass);
  }
}

let known: ErrorTable | undefined;

/** Not all runtimes have all of them. */
const globals = [
  ...["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"],
  ...["AggregateError", "SuppressedError", "DOMException", "QuotaExceededError"],
];

const namespaces = new Map<string, () => object>([["WebAssembly", () => globalThis.WebAssembly ?? {}]]);
