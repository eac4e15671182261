import { isMainThread } from "node:worker_threads";

/** Whether this is a worker's thread, of the web's or of Node's API. (Deno's web workers say that they are the main thread.) */
export const isWorker = !isMainThread || typeof WorkerGlobalScope !== "undefined";

/** What the probe waits for now, in words. */
export const waitingFor = new Set();

/** The next event of what has `addEventListener`, which does nothing more. Rejects when its `error` or `messageerror` event comes first. */
export function nextEvent(target, type) {
  return noted(`a "${type}" event`, (resolve, reject) => {
    const arrived = (event) => {
      event.preventDefault();
      resolve(event);
    };
    target.addEventListener(type, arrived, { once: true });
    for (const trouble of ["error", "messageerror"].filter((each) => each !== type)) {
      target.addEventListener(trouble, (event) => {
        event.preventDefault();
        reject(new Error(`${trouble} event: ${event.message ?? event.data}`));
      });
    }
  });
}

/** What comes with the next event of what has `once`. Rejects when its `error` or `messageerror` event comes first. */
export function next(emitter, type) {
  return noted(`a "${type}" event`, (resolve, reject) => {
    emitter.once(type, resolve);
    for (const trouble of ["error", "messageerror"].filter((each) => each !== type)) {
      try {
        emitter.once(trouble, reject);
      } catch {} // a port of Deno 2.0 knows no such events
    }
  });
}

/** A promise that is waited for: the answer names it, should it never settle. */
export async function waitFor(what, promise) {
  waitingFor.add(what);
  const value = await promise;
  waitingFor.delete(what);
  return value;
}

/** Some time that has to pass where nothing tells that something does not happen. */
export function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Ends the probe with a no, and says what happened instead. */
export function expect(isSo, instead) {
  if (!isSo) throw new Error(instead);
}

/** The same, for a value that should be another one. */
export function expectSame(what, value, expected) {
  if (!Object.is(value, expected)) throw new Error(`${what} is ${shown(value)}, not ${shown(expected)}`);
}

/** A value in a few words. */
export function shown(value) {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 100));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `a function ${value.name}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  const name = value.constructor?.name ?? "null";
  return name === "Object" || name === "Array" ? JSON.stringify(value) : `a ${name}`;
}

function noted(what, executor) {
  waitingFor.add(what);
  return new Promise(executor).finally(() => waitingFor.delete(what));
}
