"use strict";
// Made by `npm run bundle-threads` of runners/deno-worker.ts and what that imports.
const moduleUrl = new URL("../any.ts", import.meta.url).href;

// runners/deno-worker.ts
import { setImmediate } from "node:timers";

// shared/error-classes.ts
function nearestErrorClass(error) {
  const { names, classes } = table();
  try {
    for (let at = Object.getPrototypeOf(error); at !== null; at = Object.getPrototypeOf(at)) {
      const name2 = names.get(at) ?? nameIn(at);
      if (name2 !== void 0 && classes.has(name2)) return name2;
    }
  } catch {
  }
  return "Error";
}
function nameIn(prototype) {
  const type = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  const name2 = typeof type === "function" && Object.getOwnPropertyDescriptor(type, "name")?.value;
  return typeof name2 === "string" ? name2 : void 0;
}
function newError(className, message, name2) {
  const type = table().classes.get(className) ?? Error;
  if (className === "AggregateError") return new type([], message);
  if (className === "SuppressedError") return new type(void 0, void 0, message);
  return className === "DOMException" ? new type(message, name2) : new type(message);
}
function addErrorClasses(namespace, holder) {
  namespaces.set(namespace, holder);
}
function table() {
  if (known !== void 0) return known;
  const classes = /* @__PURE__ */ new Map();
  for (const name2 of globals) add(name2, Reflect.get(globalThis, name2));
  for (const [namespace, holder] of namespaces) {
    const classesIn = holder();
    for (const name2 of Object.getOwnPropertyNames(classesIn))
      add(`${namespace}.${name2}`, Reflect.get(classesIn, name2));
  }
  known = { classes, names: new Map([...classes].map(([name2, type]) => [type.prototype, name2])) };
  return known;
  function add(name2, type) {
    if (typeof type !== "function") return;
    if (type === Error || type.prototype instanceof Error) classes.set(name2, type);
  }
}
var known;
var globals = [
  ...["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"],
  ...["AggregateError", "SuppressedError", "DOMException", "QuotaExceededError"]
];
var namespaces = /* @__PURE__ */ new Map([["WebAssembly", () => globalThis.WebAssembly ?? {}]]);

// shared/once-in-thread.ts
function onceInThread(name2, make) {
  const thread5 = globalThis;
  const key = /* @__PURE__ */ Symbol.for(`worker-matrix.${name2}`);
  thread5[key] ??= make();
  return thread5[key];
}

// shared/promises.ts
var NativePromise = Reflect.getPrototypeOf((async () => {
})())?.constructor;
var LoadedPromise = Promise;
var { then: loadedThen } = LoadedPromise.prototype;
var { then: nativeThen } = NativePromise.prototype;
var settled = NativePromise.resolve();

// shared/async-scope.ts
function asyncScope() {
  return thread.make();
}
function installAsyncScope(make, isCheap) {
  Object.assign(thread, { make, isCheap });
}
var plainScope = { runInAsyncScope: (body) => body() };
var thread = onceInThread("async-scope", () => ({
  make: () => plainScope,
  isCheap: true
}));

// shared/task-scope.ts
var TaskScope = class {
  #poll;
  #controller;
  /** That of the task, in which its listeners are called. */
  #context;
  #aborted = false;
  #wasSeen = false;
  #reason;
  constructor(poll = ignore) {
    this.#poll = poll;
  }
  get signal() {
    this.#wasSeen = true;
    this.#poll(this);
    if (this.#controller === void 0) {
      this.#controller = new AbortController();
      this.#context = asyncScope();
      if (this.#aborted) this.#controller.abort(this.#reason);
      else this.#keepCurrent(this.#controller.signal);
    }
    return this.#controller.signal;
  }
  /** Bound, so that a task can take it out of the object. */
  get throwIfAborted() {
    this.#wasSeen = true;
    return () => {
      this.#poll(this);
      if (this.#aborted) throw this.#reason;
    };
  }
  /** Whether somebody has asked it for anything. */
  get wasSeen() {
    return this.#wasSeen;
  }
  /** Only the first reason counts. */
  abort(reason) {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    const controller = this.#controller;
    if (controller === void 0) return;
    Reflect.deleteProperty(controller.signal, "aborted");
    this.#context?.runInAsyncScope(() => controller.abort(reason));
  }
  /** Whether it was aborted and this is how that shows: a run that ends so has stopped as it was asked to. */
  stoppedWith(error) {
    return this.#aborted && error === this.#reason;
  }
  /** Lets `signal.aborted` poll as well, for the loops that look at nothing else. */
  #keepCurrent(signal) {
    const { throwIfAborted } = this;
    const aborted = () => {
      this.#poll(this);
      return this.#aborted;
    };
    Object.defineProperties(signal, {
      aborted: { get: aborted, configurable: true },
      throwIfAborted: { value: throwIfAborted, configurable: true }
    });
  }
};
function ignore() {
}

// shared/current-task.ts
function installTaskContext(make) {
  thread2.context ??= make();
}
function runInTask(current, body) {
  return runInTurns({ current }, body);
}
function runInTurns(turn, body) {
  return (thread2.context ?? plainContext).run(turn, body);
}
var plainContext = {
  run(turn, body) {
    const outer = innermost;
    innermost = turn;
    try {
      return body();
    } finally {
      innermost = outer;
    }
  },
  current: () => innermost
};
var innermost;
var thread2 = onceInThread("current-task", () => ({
  context: void 0
}));

// shared/now.ts
var now = globalThis.performance?.now.bind(performance);

// shared/timer.ts
var startTimer = globalThis.setTimeout;
var stopTimer = globalThis.clearTimeout;

// shared/task.ts
function definitionOf(value) {
  if (isTask(value)) return value[definition];
  const shown = typeof value === "function" ? `function "${value.name}"` : String(value);
  throw new TypeError(`Cannot run ${shown} on a thread: it is no task, wrap it in task(import.meta.url, \u2026)`);
}
function isTask(value) {
  return typeof value === "function" && definition in value;
}
var definition = /* @__PURE__ */ Symbol.for("worker-matrix.task");

// shared/find-task.ts
function findTask(exported, address) {
  const namesake = exported[address.name];
  if (isTask(namesake) && isSamePlace(definitionOf(namesake).address, address)) return definitionOf(namesake);
  const named = exportedTasks(exported).filter(([, task]) => task.address.module === address.module);
  const here = named[0]?.[1].address.made ?? [];
  const place = placeAmong(here, address);
  const isForeign = place === void 0 && !here.includes(address.made[address.at]);
  const found = named.find(
    ([name2, task]) => isForeign ? name2 === address.name && task.name === name2 : task.address.at === place && isAlike(task, address)
  );
  if (found !== void 0) return found[1];
  const names = [...new Set(named.map(([name2]) => name2))];
  const shown = names.length > 8 ? [...names.slice(0, 8), "\u2026"] : names;
  const known2 = names.length === 0 ? "no task" : `the tasks ${shown.join(", ")}`;
  throw new TypeError(
    `Cannot run task "${address.name}": its module does not export it (${address.module} exports ${known2}). Export the task itself, and make the same tasks on every thread: export const \u2026 = task(import.meta.url, \u2026)`
  );
}
function isSamePlace(here, there) {
  const { made } = there;
  return here.module === there.module && here.at === there.at && here.made.length === made.length && here.made.every((text2, at) => text2 === made[at]);
}
function placeAmong(here, { made, at }) {
  const agrees = (text3, at2) => {
    const place = at2 % here.length;
    return text3 === made[place] && (text3 === here[place] || !here.includes(text3));
  };
  if (made.length % here.length === 0 && made.every(agrees)) return at % here.length;
  const text2 = made[at];
  const earlier = made.slice(0, at).filter((other) => other === text2).length;
  return here.flatMap((other, place) => other === text2 ? [place] : [])[earlier];
}
function isAlike({ name: name2, address }, there) {
  if (there.made.length === 0 || address.made[address.at] === there.made[there.at]) return true;
  return bare(name2) === bare(there.name);
}
function bare(name2) {
  return name2.replace(/^_+|[_$]*\d*$/g, "");
}
function exportedTasks(exported) {
  return [...entriesOf(exported), ...entriesOf(commonExports(exported))].flatMap(
    ([name2, value]) => isTask(value) ? [[name2, definitionOf(value)]] : []
  );
}
function commonExports(exported) {
  const common = exported["module.exports"] ?? exported.default;
  if (typeof common !== "object" || common === null) return {};
  const names = new Set(entriesOf(common).map(([name2]) => name2));
  const isCommon = Object.keys(exported).every((name2) => marks.has(name2) || names.has(name2));
  return isCommon ? common : {};
}
var marks = /* @__PURE__ */ new Set(["default", "module.exports", "__esModule"]);
function entriesOf(exported) {
  return Object.keys(exported).flatMap((name2) => {
    try {
      return [[name2, exported[name2]]];
    } catch {
      return [];
    }
  });
}

// shared/load-task.ts
function loadedTask(address) {
  return loaded.get(address);
}
async function loadTask(address) {
  const key = `${address.at} ${address.module}`;
  const loading = byPlace.get(key) ?? importing(address.module).then((exported) => findTask(exported, address));
  byPlace.set(key, loading);
  try {
    const task = await loading;
    loaded.set(address, task);
    return task;
  } catch (error) {
    byPlace.delete(key);
    throw error;
  }
}
var byPlace = /* @__PURE__ */ new Map();
var loaded = /* @__PURE__ */ new WeakMap();
var thread3 = onceInThread("loading", () => ({ modules: [], prepare: () => void 0 }));
function installImport(prepare) {
  thread3.prepare = prepare;
}
async function importing(module) {
  const { modules } = thread3;
  modules.push(module);
  try {
    const preparing = thread3.prepare(module);
    if (preparing !== void 0) await preparing;
    return await import(module);
  } finally {
    modules.splice(modules.indexOf(module), 1);
  }
}

// shared/uncloneable.ts
function refuseUncloneable(value, transfer = []) {
  if (isUncloneable === void 0 || typeof value !== "object" || value === null || isPlain(value)) return;
  const seen = new Set(transfer);
  const open = [value];
  for (let next = open.pop(); next !== void 0; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (isRefused(next, isUncloneable)) {
      const kind = Object.prototype.toString.call(next).slice(8, -1);
      throw new DOMException(
        `Cannot post the ${kind} to another thread: it cannot be cloned`,
        "DataCloneError"
      );
    }
    for (const part of partsOf(next)) if (typeof part === "object" && part !== null) open.push(part);
  }
}
function installUncloneable(is) {
  isUncloneable = is;
}
var isUncloneable;
function isPlain(value) {
  let left = mostPlain;
  try {
    return holdsPlain(value, 0);
  } catch {
    return false;
  }
  function holdsPlain(value2, depth) {
    const prototype = Object.getPrototypeOf(value2);
    left -= 1;
    if (left < 0 || depth > deepestPlain) return false;
    if (prototype === Array.prototype) {
      const list = value2;
      left -= list.length;
      for (let at = 0; left >= 0 && at < list.length; at++) if (!isPlainPart(list[at], depth)) return false;
      return left >= 0;
    }
    if (prototype !== Object.prototype) return false;
    const record = value2;
    for (const key in record) if (!isPlainPart(record[key], depth)) return false;
    return true;
  }
  function isPlainPart(part, depth) {
    return typeof part !== "object" || part === null || holdsPlain(part, depth + 1);
  }
}
var mostPlain = 1e6;
var deepestPlain = 50;
function isRefused(value, is) {
  try {
    const prototype = Object.getPrototypeOf(value);
    return prototype !== Object.prototype && prototype !== Array.prototype && is(value);
  } catch {
    return false;
  }
}
function partsOf(value) {
  try {
    if (ArrayBuffer.isView(value)) return [];
    if (value instanceof Map) return [...Map.prototype.entries.call(value)].flat();
    if (value instanceof Set) return [...Set.prototype.values.call(value)];
    return value instanceof Error ? [value.cause] : Object.values(value);
  } catch {
    return [];
  }
}

// runners/deno-ports.ts
import { isProxy } from "node:util/types";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";

// runners/port-access.ts
function hearNext(access, port, listener) {
  let next;
  try {
    next = access.poll(port);
  } catch (error) {
    listener.misheard(error);
    return true;
  }
  if (next !== void 0) listener.received(next.message);
  return next !== void 0;
}
var listenToWebPort = (port, listener) => {
  port.onmessage = (event) => listener.received(event.data);
  port.onmessageerror = (event) => listener.misheard(event.data instanceof Error ? event.data : new Error("A message could not be read"));
};

// runners/deno-ports.ts
var denoPorts = {
  listen: listenToWebPort,
  poll: receiveMessageOnPort,
  pollsFast: false,
  isProxy,
  // The global one's ports could not be unreferenced in older releases.
  channel: () => new MessageChannel()
};

// runners/deno-require.ts
function nameForRequire(module) {
  if (!/\.(?:cjs|cts|js)(?:[?#].*)?$/.test(module)) return void 0;
  naming ??= name();
  return naming;
}
var naming;
async function name() {
  const { default: Module } = await import("node:module");
  const { fileURLToPath } = await import("node:url");
  const resolve = Module._resolveFilename;
  const door = fileURLToPath(new URL("mod.ts", moduleUrl));
  Module._resolveFilename = (request, ...rest) => request === "worker-matrix" ? door : Reflect.apply(resolve, Module, [request, ...rest]);
}

// runners/deno-uncloneable.ts
function isDenoUncloneable(value) {
  marks2 ??= {
    web: markOf(new URL("about:blank"), "[[webidl.brand]]"),
    own: markOf(new DOMException(), "Deno.core.hostObject")
  };
  const { web, own } = marks2;
  if (value instanceof Event) return true;
  return web !== void 0 && web in value && !(own !== void 0 && own in value) && !(value instanceof Error);
}
var marks2;
function markOf(value, description) {
  for (let at = value; at !== null; at = Object.getPrototypeOf(at)) {
    const mark = Object.getOwnPropertySymbols(at).find((symbol) => symbol.description === description);
    if (mark !== void 0) return mark;
  }
  return void 0;
}

// shared/error-codec.ts
function encodeThrown(thrown) {
  const encoded = encode(thrown, /* @__PURE__ */ new Map(), 0) ?? encodeThrown(asError(thrown) ?? cloneOf(thrown).refusal);
  if (canBePosted(encoded)) return encoded;
  return encoded.kind === "error" ? { ...encoded, properties: [] } : encodeThrown(refused());
}
function decodeThrown(encoded) {
  return decode(encoded, /* @__PURE__ */ new Map());
}
var deepest = 500;
var mostErrors = 1e6;
var apart = /* @__PURE__ */ new Set(["name", "message", "stack"]);
var hidden = ["cause", "errors", "code", "error", "suppressed"];
var inherited = { code: "string", quota: "number", requested: "number" };
var nothing = { kind: "value", value: void 0 };
function encode(thrown, seen, depth) {
  const known2 = seen.get(thrown);
  if (known2 !== void 0) return known2;
  if (depth > deepest || seen.size > mostErrors) return void 0;
  if (isListOfErrors(thrown)) return listOf(thrown);
  if (!isError(thrown)) {
    const clone = cloneOf(thrown);
    return clone.refusal === void 0 ? { kind: "value", value: clone.value } : void 0;
  }
  const nearest = nearestErrorClass(thrown);
  const error = {
    kind: "error",
    class: nearest,
    name: text(thrown, "name", nearest.slice(nearest.lastIndexOf(".") + 1)),
    message: text(thrown, "message", ""),
    stack: text(thrown, "stack", ""),
    properties: []
  };
  seen.set(thrown, error);
  for (const key of attempt(() => Object.keys(thrown), [])) add(key, true);
  for (const key of hidden)
    if (!attempt(() => isEnumerable.call(thrown, key), true) && isOwn(key)) add(key, false);
  for (const [key, type] of Object.entries(inherited))
    if (typeof read(thrown, key) === type && isOwn(key) === false) add(key, false);
  return error;
  function isOwn(key) {
    return attempt(() => Object.hasOwn(thrown, key), void 0);
  }
  function add(key, enumerable) {
    if (apart.has(key)) return;
    const held = read(thrown, key);
    const isListed = key === "errors" && nearest === "AggregateError" && isList(held);
    const value = encode(held, seen, depth + 1) ?? (isListed ? listOf(held) : void 0);
    if (value !== void 0) error.properties.push({ key, enumerable, value });
    else if (hidden.includes(key) && depth < deepest)
      error.properties.push({ key, enumerable, value: nothing });
  }
  function listOf(list) {
    const items = [];
    seen.set(list, { kind: "list", items });
    for (let at = 0; at < list.length; at++) items.push(encode(read(list, at), seen, depth + 1) ?? nothing);
    return { kind: "list", items };
  }
}
function decode(encoded, seen) {
  if (encoded.kind === "value") return encoded.value;
  const known2 = seen.get(encoded);
  if (known2 !== void 0) return known2;
  if (encoded.kind === "list") {
    const items = [];
    seen.set(encoded, items);
    for (const item of encoded.items) items.push(decode(item, seen));
    return items;
  }
  const error = newError(encoded.class, encoded.message, encoded.name);
  seen.set(encoded, error);
  Error.captureStackTrace?.(error);
  if (error.name !== encoded.name) define(error, "name", encoded.name);
  define(error, "stack", encoded.stack);
  for (const { key, enumerable, value } of encoded.properties) {
    define(error, key, decode(value, seen), enumerable);
  }
  return error;
}
function define(error, key, value, enumerable = false) {
  Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
}
function isError(value) {
  return attempt(() => value instanceof Error || tagOf.call(value) === "[object Error]", false);
}
function isListOfErrors(value) {
  return isList(value) && attempt(() => value.some(isError), false);
}
function isList(value) {
  return attempt(() => Array.isArray(value) && value.length <= mostErrors, false);
}
function asError(thrown) {
  if (typeof thrown !== "object" || thrown === null) return void 0;
  const message = read(thrown, "message");
  const name2 = read(thrown, "name");
  if (typeof message !== "string" || typeof name2 !== "string") return void 0;
  const error = new Error(message);
  define(error, "name", name2);
  return error;
}
function read(value, key) {
  return attempt(() => Reflect.get(value, key), void 0);
}
function text(error, key, otherwise) {
  const value = read(error, key);
  return value === void 0 ? otherwise : attempt(() => String(value), otherwise);
}
function attempt(look, otherwise) {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
function cloneOf(value) {
  const isPrimitive = value === null || !["object", "function", "symbol"].includes(typeof value);
  if (isPrimitive) return { value };
  try {
    refuseUncloneable(value);
    const [clone] = structuredClone([value]);
    return { value: clone };
  } catch (error) {
    return { refusal: isError(error) ? error : refused() };
  }
}
function canBePosted(encoded) {
  if (encoded.kind === "error" && encoded.properties.length === 0) return true;
  if (encoded.kind === "value" && (typeof encoded.value !== "object" || encoded.value === null)) return true;
  return attempt(() => structuredClone([[[[encoded]]]]) !== void 0, false);
}
function refused() {
  return new DOMException("What was thrown cannot be cloned", "DataCloneError");
}
var { toString: tagOf, propertyIsEnumerable: isEnumerable } = Object.prototype;

// shared/abort-error.ts
function abortError(message) {
  return new DOMException(message, "AbortError");
}
function isAbortError(error) {
  try {
    return typeof error === "object" && error !== null && "name" in error && error.name === "AbortError";
  } catch {
    return false;
  }
}

// shared/chunk.ts
async function runChunk(run, calls, scope) {
  const values = [];
  for (const args of calls) {
    try {
      scope.throwIfAborted();
      values.push(await run(...args));
    } catch (error) {
      scope.throwIfAborted();
      return { values, failure: { error } };
    }
  }
  return { values };
}
function encodeOutcome({ values, failure }) {
  return failure === void 0 ? { values } : { values, thrown: encodeThrown(failure.error) };
}

// shared/patience.ts
var Patience = class {
  /** What may still be spent in vain, in milliseconds. */
  #credit = mostCreditMs;
  #credited = 0;
  /** Whether to try now. If so, {@link tried} has to follow. */
  get isWorthIt() {
    const asked = now();
    this.#credit = Math.min(mostCreditMs, this.#credit + (asked - this.#credited) * share);
    this.#credited = asked;
    return this.#credit > 0;
  }
  /**
   * Looks, if that is worth it, for so long at most, whether it happened.
   *
   * @param yieldCore called before each look: what happens on this core does so while another thread has it
   */
  spin(happened, longestMs, yieldCore) {
    return this.isWorthIt && this.tried(spin(happened, longestMs, yieldCore), longestMs);
  }
  /** Tells how the try ended, and gives that back. */
  tried(succeeded, spentMs) {
    if (!succeeded) this.#credit -= spentMs;
    return succeeded;
  }
};
function spin(happened, longestMs, yieldCore) {
  const looks = yieldCore === void 0 ? looksAtATime : 1;
  const end = now() + longestMs;
  do {
    yieldCore?.();
    for (let look = 0; look < looks; look++) if (happened()) return true;
  } while (now() < end);
  return false;
}
var spinMs = 0.05;
var seekMs = 16;
var enoughToSeek = 80;
var rowMs = 1;
var share = 1 / 20;
var mostCreditMs = 0.2;
var looksAtATime = 32;

// shared/ring.ts
var RingWriter = class {
  #control;
  #words;
  #limbs;
  #units;
  #next = 0;
  /** Up to where the reader was when it was last looked at. */
  #read = 0;
  constructor(memory) {
    this.#control = new Int32Array(memory, 0, controlBytes / 4);
    this.#words = new Float64Array(memory, controlBytes);
    this.#limbs = new BigInt64Array(memory, controlBytes);
    this.#units = new Uint16Array(memory, controlBytes);
  }
  /** Whether there is room for so many words. Of what was read, up to an eighth may not have been given back yet. */
  hasRoomFor(words) {
    if ((this.#next - this.#read | 0) + words <= ringWords) return true;
    this.#read = Atomics.load(this.#control, read2);
    return (this.#next - this.#read | 0) + words <= ringWords;
  }
  /** Where the next word goes. */
  get position() {
    return this.#next;
  }
  /** Forgets what was put since then, and was not published. */
  rewind(position) {
    this.#next = position;
  }
  put(word) {
    this.#words[this.#next & mask] = word;
    this.#next = this.#next + 1 | 0;
  }
  /** Puts 64 bits. */
  putLimb(limb) {
    this.#limbs[this.#next & mask] = limb;
    this.#next = this.#next + 1 | 0;
  }
  /** Puts a text, without its length, in {@link wordsOfText} words. */
  putText(text2) {
    const units = this.#units;
    const start = (this.#next & mask) * unitsInWord;
    for (let at = 0; at < text2.length; at++) units[start + at & unitMask] = text2.charCodeAt(at);
    this.#next = this.#next + wordsOfText(text2.length) | 0;
  }
  /**
   * Shows the reader what was put, and wakes it; `true` if that takes a message, because its event loop sleeps.
   *
   * @param more there will soon be more: a reader that can wait for that sleeps on
   */
  publish(more = false) {
    Atomics.store(this.#control, written, this.#next);
    return this.wake(more);
  }
  /** The same without anything new. */
  wake(more = false) {
    const state = Atomics.load(this.#control, sleeping);
    if (state === awake || state === dozing && more) return false;
    const how = Atomics.exchange(this.#control, sleeping, awake);
    if (how === awake) return false;
    const listens = Atomics.load(this.#control, listening) === 1;
    if (how === parked || listens) Atomics.notify(this.#control, written);
    return how !== parked && !listens;
  }
  /** Says that a message is about to be sent; `true` if the reader needs it to wake up, and counts on it now. */
  announceMessage() {
    return Atomics.compareExchange(this.#control, sleeping, away, awake) === away;
  }
};
var RingReader = class {
  #control;
  #words;
  #limbs;
  #units;
  #next = 0;
  /** Up to where the writer was when it was last looked at. */
  #written = 0;
  /** Up to where the writer may write again. */
  #released = 0;
  /** Whether the writer knows, or may know, that this side sleeps. */
  #isAway = false;
  constructor(memory) {
    this.#control = new Int32Array(memory, 0, controlBytes / 4);
    this.#words = new Float64Array(memory, controlBytes);
    this.#limbs = new BigInt64Array(memory, controlBytes);
    this.#units = new Uint16Array(memory, controlBytes);
  }
  /** Whether something was published that was not taken. */
  get hasNext() {
    if (this.#written === this.#next) this.#written = Atomics.load(this.#control, written);
    return this.#written !== this.#next;
  }
  /** How many words may be read at least. */
  get backlog() {
    return this.#written - this.#next | 0;
  }
  /** The next word, without taking it. */
  peek() {
    return this.#words[this.#next & mask];
  }
  take() {
    const word = this.#words[this.#next & mask];
    this.#next = this.#next + 1 | 0;
    return word;
  }
  takeLimb() {
    const limb = this.#limbs[this.#next & mask];
    this.#next = this.#next + 1 | 0;
    return limb;
  }
  /** Takes a text of so many units. */
  takeText(length) {
    const start = (this.#next & mask) * unitsInWord;
    this.#next = this.#next + wordsOfText(length) | 0;
    const units = this.#units.subarray(start, start + length);
    if (units.length === length) return textOf(units);
    return textOf(units) + textOf(this.#units.subarray(0, length - units.length));
  }
  /** Gives the writer the room of what was taken, when it is worth the while: far before `isBehind` looks at it. */
  release() {
    if ((this.#next - this.#released | 0) < ringWords / 8) return;
    Atomics.store(this.#control, read2, this.#next);
    this.#released = this.#next;
  }
  /** Sleeps in `Atomics.wait`, so that the event loop stands still, until there is something or the time is over. */
  park(ms) {
    Atomics.store(this.#control, sleeping, parked);
    Atomics.wait(this.#control, written, this.#next, ms);
    Atomics.store(this.#control, sleeping, awake);
  }
  /**
   * Before the event loop is left to sleep: from now on a message is needed. `false` if there is something already.
   *
   * @param patient no message is needed as long as more is to come soon
   */
  leave(patient = false) {
    Atomics.store(this.#control, sleeping, patient ? dozing : away);
    this.#isAway = true;
    if (!this.hasNext) return true;
    this.stay();
    return false;
  }
  /** From now on `Atomics.notify` reaches the event loop of the reader too, by {@link published}: no message is needed. */
  listen() {
    Atomics.store(this.#control, listening, 1);
  }
  /**
   * Resolves when it is woken after {@link leave}, if it listens. `undefined` if there is something already.
   * It does not keep a process alive.
   */
  published() {
    const wait = Atomics.waitAsync(this.#control, written, this.#next);
    return wait.async ? wait.value : void 0;
  }
  /** Resolves what {@link published} gave: while that is pending, the engine keeps the ring and all that waits for it. */
  wake() {
    Atomics.notify(this.#control, written);
  }
  /** The reader looks by itself again. */
  stay() {
    if (!this.#isAway) return;
    this.#isAway = false;
    Atomics.store(this.#control, sleeping, awake);
  }
};
function wordsOfText(length) {
  return Math.ceil(length / unitsInWord);
}
function textOf(units) {
  return Reflect.apply(String.fromCharCode, void 0, units);
}
var ringWords = 8192;
var mask = ringWords - 1;
var unitsInWord = 4;
var unitMask = ringWords * unitsInWord - 1;
var written = 0;
var read2 = 16;
var sleeping = 32;
var listening = 33;
var controlBytes = 4 * 48;
var awake = 0;
var parked = 1;
var away = 2;
var dozing = 3;

// shared/small-value.ts
var mostWords = 64;
var mostKeyWords = 128;
var mostValueWords = mostWords + mostKeyWords;
var ValueWriter = class {
  #ring;
  #isProxy;
  #keys = /* @__PURE__ */ new Map();
  /** Those of them that are not known to the reader yet. */
  #newKeys = [];
  /** What the values consist of: a message keeps what is there twice one and the same. */
  #objects = [];
  #roomLeft = 0;
  #keyRoomLeft = 0;
  /** @param isProxy whether it is a `Proxy`: no code can tell, and structured clone refuses them */
  constructor(ring, isProxy2) {
    this.#ring = ring;
    this.#isProxy = isProxy2;
  }
  /**
   * Puts the values, and tells whether it did: it puts none if they are too many words, or if there is something in them
   * that only a message can carry. A getter in them has been called by then, and will be again for the message. What it
   * throws comes through, and then none was put either. While it runs, nothing else must be put.
   */
  put(values) {
    const start = this.#ring.position;
    this.#roomLeft = mostWords;
    this.#keyRoomLeft = mostKeyWords;
    for (let at = 0; at < values.length; at++) {
      const value = values[at];
      if (typeof value === "object" && value !== null) return this.#putWithObjects(values, at, start);
      if (!this.#putPrimitive(value)) return this.#undo(start);
    }
    return true;
  }
  /** From the first object on: only these need somebody to tidy up. */
  #putWithObjects(values, from, start) {
    let isDone = false;
    try {
      let at = from;
      while (at < values.length && this.#put(values[at])) at += 1;
      isDone = at === values.length;
    } finally {
      this.#objects.length = 0;
      if (!isDone) this.#undo(start);
      if (this.#newKeys.length > 0) this.#newKeys.length = 0;
    }
    return isDone;
  }
  #put(value) {
    return typeof value === "object" && value !== null ? this.#putObject(value) : this.#putPrimitive(value);
  }
  #putPrimitive(value) {
    const ring = this.#ring;
    switch (typeof value) {
      case "number":
        if (!this.#fits(2)) return false;
        ring.put(isInt32(value) ? tag.int32 : tag.number);
        ring.put(value);
        return true;
      case "string":
        if (!this.#fits(2 + wordsOfText(value.length))) return false;
        ring.put(tag.text);
        ring.put(value.length);
        ring.putText(value);
        return true;
      case "bigint":
        return this.#putInteger(value);
      case "function":
      case "symbol":
        return false;
      default:
        if (!this.#fits(1)) return false;
        ring.put(
          value === void 0 ? tag.undefined : value === null ? tag.null : value ? tag.true : tag.false
        );
        return true;
    }
  }
  #fits(words) {
    this.#roomLeft -= words;
    return this.#roomLeft >= 0;
  }
  /** The size and the sign first, then 64 bits at a time, the lowest first. */
  #putInteger(value) {
    let rest = value < 0n ? -value : value;
    const limbs = limbsOf(rest);
    if (!this.#fits(2 + limbs)) return false;
    this.#ring.put(tag.integer);
    this.#ring.put(value < 0n ? -limbs : limbs);
    for (let limb = 0; limb < limbs; limb++) {
      this.#ring.putLimb(BigInt.asIntN(64, rest));
      rest >>= 64n;
    }
    return true;
  }
  #putObject(value) {
    if (this.#isProxy(value) || this.#objects.includes(value)) return false;
    this.#objects.push(value);
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Array.prototype) return Array.isArray(value) && this.#putList(value);
    const isRecord = prototype === Object.prototype && kindOf(value) === "[object Object]";
    return isRecord && this.#putRecord(value);
  }
  #putRecord(record) {
    const keys = Object.keys(record);
    if (!this.#fits(2)) return false;
    this.#ring.put(tag.record);
    this.#ring.put(keys.length);
    for (const key of keys) {
      if (!this.#putKey(key)) return false;
      const value = record[key];
      if (value === void 0 && !Object.hasOwn(record, key) || !this.#put(value)) return false;
    }
    return true;
  }
  #putKey(key) {
    if (!this.#fits(1)) return false;
    const known2 = this.#keys.get(key);
    this.#ring.put(known2 ?? newKey);
    if (known2 !== void 0) return true;
    this.#keyRoomLeft -= 1 + wordsOfText(key.length);
    if (this.#keyRoomLeft < 0) return false;
    this.#ring.put(key.length);
    this.#ring.putText(key);
    if (this.#keys.size < mostKeys) {
      this.#keys.set(key, this.#keys.size);
      this.#newKeys.push(key);
    }
    return true;
  }
  /** An array without holes, and without properties of its own. */
  #putList(list) {
    const { length } = list;
    if (!this.#fits(2) || length > this.#roomLeft) return false;
    const keys = Object.keys(list);
    if (keys.length !== length || length > 0 && keys[length - 1] !== `${length - 1}`) return false;
    this.#ring.put(tag.list);
    this.#ring.put(length);
    for (let at = 0; at < length; at++) if (!this.#put(list[at])) return false;
    return true;
  }
  #undo(start) {
    this.#ring.rewind(start);
    for (const key of this.#newKeys) this.#keys.delete(key);
    return false;
  }
};
var ValueReader = class {
  #ring;
  #keys = [];
  constructor(ring) {
    this.#ring = ring;
  }
  take() {
    const ring = this.#ring;
    switch (ring.take()) {
      case tag.undefined:
        return void 0;
      case tag.null:
        return null;
      case tag.false:
        return false;
      case tag.true:
        return true;
      case tag.int32:
        return ring.take() | 0;
      case tag.number:
        return ring.take();
      case tag.text:
        return ring.takeText(ring.take() | 0);
      case tag.record:
        return this.#takeRecord();
      case tag.list:
        return this.#takeList();
      default:
        return this.#takeInteger();
    }
  }
  #takeInteger() {
    const size = this.#ring.take() | 0;
    let value = 0n;
    for (let limb = 0; limb < Math.abs(size); limb++) {
      value |= BigInt.asUintN(64, this.#ring.takeLimb()) << BigInt(64 * limb);
    }
    return size < 0 ? -value : value;
  }
  #takeRecord() {
    const record = {};
    const size = this.#ring.take() | 0;
    for (let at = 0; at < size; at++) {
      const key = this.#takeKey();
      const value = this.take();
      if (!(key in record)) record[key] = value;
      else
        Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
    }
    return record;
  }
  #takeKey() {
    const index = this.#ring.take() | 0;
    if (index !== newKey) return this.#keys[index];
    const key = this.#ring.takeText(this.#ring.take() | 0);
    if (this.#keys.length < mostKeys) this.#keys.push(key);
    return key;
  }
  #takeList() {
    const list = [];
    const length = this.#ring.take() | 0;
    for (let at = 0; at < length; at++) list.push(this.take());
    return list;
  }
};
function kindOf(value) {
  try {
    return Object.prototype.toString.call(value);
  } catch {
    return "";
  }
}
function limbsOf(value) {
  if (value < twoLimbs) return 1;
  if (value < threeLimbs) return 2;
  return value < fourLimbs ? 3 : mostWords;
}
var twoLimbs = 1n << 64n;
var threeLimbs = 1n << 128n;
var fourLimbs = 1n << 192n;
var newKey = -1;
var mostKeys = 1024;
function isInt32(value) {
  return (value | 0) === value && !Object.is(value, -0);
}
var tag = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  int32: 4,
  number: 5,
  text: 6,
  integer: 7,
  record: 8,
  list: 9
};

// shared/thread-protocol.ts
function moveJob(slots, id, from, to) {
  const expected = slotValue(id, from);
  return Atomics.compareExchange(slots, id % slots.length, expected, slotValue(id, to)) === expected;
}
function isJob(slots, id, state) {
  return Atomics.load(slots, id % slots.length) === slotValue(id, state);
}
function slotValue(id, state) {
  return id << 2 | state;
}
var jobState = {
  /** Posted, and not begun: it may be taken back. */
  waiting: 0,
  /** Begun. */
  running: 1,
  /** Taken back: the thread must leave it out. */
  recalled: 2,
  /** Begun, and no longer wanted. */
  aborted: 3
};
var inMessage = -1;
var windowSize = 1024;

// shared/thread-end.ts
var ThreadEnd = class {
  #port;
  #calls;
  #arguments;
  #answers;
  #results;
  #spins;
  #spinning = new Patience();
  #seeking = new Patience();
  /** Whether the last call came soon after the one before: the next one may too. */
  #isInRow = false;
  /** How often in a row a call came at once when the thread had parked. */
  #fastParks = 0;
  #tasks;
  #parcels = /* @__PURE__ */ new Map();
  /** Why the next of them cannot be read, and those after it. */
  #failures = [];
  #arrived = ignore2;
  /** Whether the next answer goes in a message, to arrive after those that were posted before. */
  #follows = false;
  constructor(memory, tasks, port) {
    this.#tasks = [...tasks];
    this.#port = port;
    this.#calls = new RingReader(memory.calls);
    this.#arguments = new ValueReader(this.#calls);
    this.#answers = new RingWriter(memory.answers);
    this.#results = new ValueWriter(this.#answers, port.isProxy);
    this.#spins = memory.spins;
  }
  /** Whether there is a call that was not taken. */
  get hasCall() {
    return this.#calls.hasNext;
  }
  /** Takes the next call. What belongs to it may still be on its way. */
  next() {
    const ring = this.#calls;
    const id = ring.take() | 0;
    const index = ring.take() | 0;
    const count = ring.take() | 0;
    const args = count === inMessage ? void 0 : [];
    for (let at = 0; at < count; at++) args?.push(this.#arguments.take());
    ring.release();
    const call = this.#take(id, index, args);
    if (call !== void 0) return call;
    while (this.#port.pollsFast && this.#port.hear()) {
      const completed = this.#take(id, index, args);
      if (completed !== void 0) return completed;
    }
    return this.#await(id, index, args);
  }
  /** Arguments that came in a message cannot be read: those of the next call that misses its own. */
  fail(error) {
    this.#failures.push(error);
    this.#arrived();
  }
  /** Takes a message that is a part of a call. */
  receive(message) {
    if (message.kind === "task") this.#tasks[message.index] = message;
    else this.#parcels.set(message.id, message);
    this.#arrived();
  }
  /** The next answer arrives after what has been posted up to now. */
  follow() {
    this.#follows = true;
  }
  /** Gives the answer to a call; one always arrives, if need be that it cannot be cloned. */
  answer(answer, transfer = []) {
    const ring = this.#answers;
    if (answer.kind === "fulfilled" && transfer.length === 0 && !this.#follows && this.#putSmall(answer)) {
      if (ring.publish(this.#calls.backlog > lowWater)) this.#port.post({ kind: "wake" });
      return;
    }
    ring.put(-answer.id);
    ring.publish();
    this.#follows = false;
    try {
      if (answer.kind === "fulfilled") refuseUncloneable(answer.value, transfer);
      this.#port.post(answer, transfer);
    } catch (error) {
      this.#port.post({ kind: "rejected", id: answer.id, error: encodeThrown(uncloned(answer, error)) });
    }
  }
  /** Puts it into the ring, if it goes there, and leaves room for an id of each call that is under way. */
  #putSmall({ id, value }) {
    const ring = this.#answers;
    if (!ring.hasRoomFor(1 + mostValueWords + windowSize)) return false;
    const start = ring.position;
    ring.put(id);
    let isPut = false;
    try {
      isPut = this.#results.put([value]);
    } catch {
    }
    if (!isPut) ring.rewind(start);
    return isPut;
  }
  /**
   * Waits a little for the next call, and stops the event loop meanwhile. `false`: a message will say that it is there.
   *
   * @param wasBrief the last calls were: after long ones some microseconds are not worth a core that others may need
   */
  rest(wasBrief) {
    if (this.#answers.wake()) this.#port.post({ kind: "wake" });
    if (wasBrief && this.#spin()) {
      this.#fastParks = 0;
      return true;
    }
    const parked2 = now();
    this.#calls.park(parkMs);
    const waited = this.#calls.hasNext ? now() - parked2 : Number.POSITIVE_INFINITY;
    this.#isInRow = waited <= rowMs;
    const comesFast = wasBrief && waited < fastMs;
    this.#fastParks = comesFast ? this.#fastParks + 1 : 0;
    return !this.#calls.leave();
  }
  /**
   * Looks for the next call for a moment. Calls that come fast, but only to a thread that sleeps, come from the core that
   * it is on: then for longer, since both have to be busy there for a while before the system gives one of them another.
   */
  #spin() {
    const hasCall = () => this.#calls.hasNext;
    if (!this.#spins) {
      const { yieldCore } = this.#port;
      return yieldCore !== void 0 && this.#spinning.spin(hasCall, spinMs, yieldCore);
    }
    if (!this.#isInRow) return false;
    const seeks = this.#fastParks >= enoughToSeek && this.#seeking.isWorthIt;
    return seeks ? this.#seeking.spin(hasCall, seekMs) : this.#spinning.spin(hasCall, spinMs);
  }
  /** From now on the thread looks into the ring by itself, until {@link rest}. */
  stay() {
    this.#calls.stay();
  }
  /** The call, if all of it is here. */
  #take(id, index, args) {
    const task = this.#tasks[index];
    if (task === void 0) return void 0;
    if (args !== void 0) return { id, task, args, chunked: false };
    const parcel = this.#parcels.get(id);
    if (parcel === void 0) {
      if (this.#failures.length === 0) return void 0;
      return { id, task, args: [], chunked: false, failure: { error: this.#failures.shift() } };
    }
    this.#parcels.delete(id);
    return { id, task, args: parcel.args, chunked: parcel.chunked };
  }
  async #await(id, index, args) {
    while (true) {
      const call = this.#take(id, index, args);
      if (call !== void 0) return call;
      await new Promise((resolve) => {
        this.#arrived = resolve;
      });
    }
  }
};
var lowWater = 1024;
var fastMs = 0.1;
var parkMs = 5;
function uncloned(answer, error) {
  if (answer.kind === "fulfilled") return error;
  return new Error("The task failed, and its error cannot be posted");
}
function ignore2() {
}

// shared/transfer-result.ts
function transfersOf(value) {
  return typeof value === "object" && value !== null ? transfers.get(value) ?? none : none;
}
var transfers = onceInThread("transfers", () => /* @__PURE__ */ new WeakMap());
var none = [];

// shared/thread.ts
var Thread = class {
  #start;
  #port;
  #end;
  #running;
  /**
   * Whether a task has always ended when it returned, without a look at `currentTask()`. Those have contexts in common;
   * once it has not, never again.
   */
  #isImmediate = /* @__PURE__ */ new WeakMap();
  #busy = true;
  #ended = false;
  /** Up to when `worked` counts. */
  #since = 0;
  /** When the event loop last turned. */
  #turned = 0;
  /** Since when, and for how many calls, the thread has not waited for one. */
  #rowBegan = 0;
  #row = 0;
  /** A call that was taken, and has to have a context of its own. */
  #held;
  constructor(start, port) {
    this.#start = start;
    this.#port = port;
    this.#end = new ThreadEnd(start.memory, start.tasks, port);
  }
  /** Runs the initializer, says that the thread is ready, and begins with what has come meanwhile. */
  async begin() {
    const { initializer, tasks } = this.#start;
    try {
      if (initializer === void 0) {
        for (const task of tasks) loadTask(task).catch(() => {
        });
      } else {
        const { run } = await loadTask(initializer);
        await runInTask(new TaskScope(), () => run(...initializer.args));
      }
    } catch (error) {
      this.#port.post({ kind: "broken", error: encodeThrown(error) });
      return;
    }
    this.#port.post({ kind: "ready" });
    await this.#work();
  }
  /** Takes a message from the executor. */
  receive(message) {
    if (message.kind === "task" || message.kind === "arguments") this.#end.receive(message);
    else if (message.kind === "abort") this.#abort(message);
    else if (message.kind === "catchUp") this.#port.post({ kind: "caughtUp" });
    if (!this.#busy) void this.#work();
  }
  /** A message has arrived, and cannot be read. */
  misheard(error) {
    this.#end.fail(error);
    if (!this.#busy) void this.#work();
  }
  /** What was posted beside the line has to arrive before the next answer. */
  follow() {
    this.#end.follow();
  }
  /** The thread is about to end: nothing that it says from now on is an answer. */
  end() {
    this.#ended = true;
  }
  async #work() {
    this.#busy = true;
    this.#end.stay();
    this.#turned = now();
    this.#beginRow();
    for (let next = this.#next(); next !== void 0; next = this.#held ?? this.#next()) {
      const call = next instanceof NativePromise ? await next : next;
      this.#held = void 0;
      const task = this.#immediateTask(call);
      if (task === void 0) {
        await this.#do(call);
      } else {
        const turn = { current: void 0 };
        if (!await runInTurns(turn, () => this.#takeTurns(turn, call, task))) break;
      }
      if (!this.#isTurnDue) continue;
      await this.#port.turn();
      this.#turned = now();
    }
    this.#busy = false;
  }
  /** Takes the next call, and waits a little for one. `undefined`: a message will say that it is there. */
  #next() {
    if (!this.#end.hasCall) {
      if (!this.#end.rest(this.#since - this.#rowBegan < briefMs * this.#row)) return void 0;
      this.#beginRow();
    }
    this.#row += 1;
    return this.#end.next();
  }
  /** From here on there is a call after the other. */
  #beginRow() {
    this.#since = now();
    this.#rowBegan = this.#since;
    this.#row = 0;
  }
  /** Jobs that follow each other closely must not keep what they left behind from ever going on. */
  get #isTurnDue() {
    return this.#since - this.#turned >= turnMs;
  }
  /** What the call runs, if that needs no context of its own. */
  #immediateTask(call) {
    const task = call.chunked || call.failure !== void 0 ? void 0 : loadedTask(call.task);
    return task !== void 0 && this.#isImmediate.get(task) ? task : void 0;
  }
  /**
   * Makes this call, and those after it whose tasks are immediate too, in one context, until the event loop is to turn.
   *
   * @returns `false` if a message will say that there is the next call
   */
  async #takeTurns(turn, first, firstTask) {
    let call = first;
    let task = firstTask;
    while (task !== void 0) {
      const left = this.#takeTurn(turn, call, task);
      await left;
      turn.current = void 0;
      if (left !== void 0 || this.#isTurnDue) return true;
      const next = this.#next();
      if (next === void 0) return false;
      call = next instanceof NativePromise ? await next : next;
      task = this.#immediateTask(call);
    }
    this.#held = call;
    return true;
  }
  #takeTurn(turn, call, task) {
    const scope = this.#enter(call.id);
    if (scope === void 0) return void 0;
    turn.current = scope;
    const left = this.#settle(call, scope, () => task.run(...call.args));
    if (left !== void 0 || scope.wasSeen) this.#isImmediate.set(task, false);
    if (left === void 0) turn.current = void 0;
    return left;
  }
  /** Makes the call in a context of its own, at once if its task is loaded and returns something else than a promise. */
  #do(call) {
    const scope = this.#enter(call.id);
    if (scope === void 0) return void 0;
    const { failure } = call;
    if (failure !== void 0) return this.#finish(call, scope, Promise.reject(failure.error));
    const task = loadedTask(call.task);
    if (task === void 0) return this.#finish(call, scope, this.#load(call, scope));
    const left = this.#settle(call, scope, () => runInTask(scope, () => this.#call(task, call, scope)));
    if (!call.chunked && this.#isImmediate.get(task) !== false) {
      this.#isImmediate.set(task, left === void 0 && !scope.wasSeen);
    }
    return left;
  }
  /** The job runs from now on; `undefined` if it was taken back. */
  #enter(id) {
    const { slots } = this.#start;
    if (!moveJob(slots, id, jobState.waiting, jobState.running)) return void 0;
    const scope = new TaskScope(() => {
      if (this.#running?.id === id && isJob(slots, id, jobState.aborted)) this.#hearAbort(scope);
    });
    this.#running = { id, scope };
    return scope;
  }
  /** Answers with what the body returns, at once unless that is a promise. */
  #settle(call, scope, body) {
    try {
      const value = body();
      if (isThenable(value)) return this.#finish(call, scope, value);
      this.#fulfil(call.id, value);
    } catch (error) {
      this.#fail(call.id, scope, error);
    }
    this.#running = void 0;
    return void 0;
  }
  async #load(call, scope) {
    const task = await loadTask(call.task);
    return runInTask(scope, () => this.#call(task, call, scope));
  }
  #call({ run }, { args, chunked }, scope) {
    return chunked ? runChunk(run, args, scope).then(encodeOutcome) : run(...args);
  }
  async #finish({ id }, scope, value) {
    try {
      this.#fulfil(id, await value);
    } catch (error) {
      this.#fail(id, scope, error);
    }
    this.#running = void 0;
  }
  #fulfil(id, value) {
    this.#answer({ kind: "fulfilled", id, value }, transfersOf(value));
  }
  #fail(id, scope, error) {
    const stopped = scope.stoppedWith(error) || isAbortError(error) && scope.signal.aborted;
    this.#answer(stopped ? { kind: "stopped", id } : { kind: "rejected", id, error: encodeThrown(error) });
  }
  #abort({ id, reason }) {
    if (this.#running?.id === id) this.#running.scope.abort(decodeThrown(reason));
  }
  #answer(answer, transfer) {
    if (this.#ended) return;
    const ended = now();
    const { worked } = this.#start;
    worked[0] = (worked[0] ?? 0) + ended - this.#since;
    this.#since = ended;
    this.#end.answer(answer, transfer);
  }
  /** The reason was posted before the flag was set, so it is here, though the event loop has not turned. */
  #hearAbort(scope) {
    while (this.#port.hear()) ;
    scope.abort(abortError("The task was cancelled"));
  }
};
function isThenable(value) {
  try {
    return typeof value === "object" && value !== null && "then" in value;
  } catch {
    return false;
  }
}
var briefMs = 0.1;
var turnMs = 5;

// shared/thread-depth.ts
function enterThread(at) {
  thread4.depth = at;
}
var thread4 = onceInThread("depth", () => ({ depth: 0 }));

// runners/task-context.ts
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
function newAsyncScope() {
  return contexts === void 0 ? new AsyncResource("worker-matrix", unmanaged) : scopeIn(contexts, contexts.getAsyncContext());
}
var unmanaged = { requireManualDestroy: true };
var contexts = denoContexts();
var isAsyncScopeCheap = contexts !== void 0 || !("Deno" in globalThis);
function scopeIn(contexts2, context) {
  return {
    runInAsyncScope(body) {
      const around = contexts2.getAsyncContext();
      contexts2.setAsyncContext(context);
      try {
        return body();
      } finally {
        contexts2.setAsyncContext(around);
      }
    }
  };
}
function denoContexts() {
  const { Deno: Deno2 } = globalThis;
  if (Deno2 === void 0) return void 0;
  try {
    const internal = Deno2[Deno2.internal];
    const { getAsyncContext, setAsyncContext } = internal?.core ?? {};
    if (getAsyncContext === void 0 || setAsyncContext === void 0) return void 0;
    const found = { getAsyncContext, setAsyncContext };
    return areContexts(found) ? found : void 0;
  } catch {
    return void 0;
  }
}
function areContexts(contexts2) {
  const storage = new AsyncLocalStorage();
  const store = {};
  const scope = storage.run(store, () => scopeIn(contexts2, contexts2.getAsyncContext()));
  const inside = scope.runInAsyncScope(() => storage.getStore());
  return inside === store && storage.getStore() === void 0;
}
function asyncTaskContext() {
  const storage = new AsyncLocalStorage();
  return {
    run: (turn, body) => storage.run(turn, body),
    current: () => storage.getStore()
  };
}

// runners/run-thread.ts
function runThread(runtime2, { start, port }) {
  enterThread(start.depth);
  installTaskContext(asyncTaskContext);
  installAsyncScope(newAsyncScope, isAsyncScopeCheap);
  const ears = {
    received(received) {
      const message = received;
      if (message.kind === "leave") runtime2.leave();
      else thread5.receive(message);
    },
    misheard: (error) => thread5.misheard(error)
  };
  const thread5 = new Thread(start, {
    post: (message, transfer = []) => port.postMessage(message, transfer),
    get yieldCore() {
      return runtime2.yieldCore?.();
    },
    turn: () => new Promise((resolve) => runtime2.turn(resolve)),
    hear: () => hearNext(runtime2, port, ears),
    pollsFast: runtime2.pollsFast,
    isProxy: runtime2.isProxy
  });
  runtime2.watchEnd((code, error) => {
    thread5.end();
    port.postMessage({ kind: "ending", code, error: error && encodeThrown(error.thrown) });
  });
  runtime2.divertOutput?.((printed) => {
    port.postMessage(printed);
    thread5.follow();
  });
  runtime2.listen(port, ears);
  void thread5.begin();
}

// runners/deno-worker.ts
var runtime = {
  ...denoPorts,
  turn: setImmediate,
  watchEnd(end) {
    const close = globalThis.close.bind(globalThis);
    globalThis.close = () => {
      end(0);
      close();
    };
    const { exit } = Deno;
    Deno.exit = (code = Deno.exitCode ?? 0) => {
      end(code);
      return exit(code);
    };
    if (Deno.exitCode === null) {
      const { process } = globalThis;
      process.exit = (code) => Deno.exit(Number(code ?? process.exitCode ?? 0));
    }
    addEventListener("error", (event) => {
      const { message, filename, lineno, colno, error } = event;
      const init = { cancelable: true, message, filename, lineno, colno, error };
      judge(event, () => new ErrorEvent("error", init), error);
    });
    addEventListener("unhandledrejection", (event) => {
      const { promise, reason } = event;
      const init = { cancelable: true, promise, reason };
      judge(event, () => new PromiseRejectionEvent("unhandledrejection", init), reason, hasNodeListeners);
    });
    function judge(event, copy, thrown, isHandledLater = () => false) {
      if (event === passedOn) return;
      event.stopImmediatePropagation();
      passedOn = copy();
      if (!dispatchEvent(passedOn)) {
        event.preventDefault();
      } else if (!isHandledLater()) {
        event.preventDefault();
        end(1, { thrown });
        close();
      }
    }
  },
  leave: () => globalThis.close()
};
var passedOn;
function hasNodeListeners() {
  const { process } = globalThis;
  const listeners = process.listenerCount("unhandledRejection") + process.listenerCount("uncaughtException");
  return listeners > 0 || process.hasUncaughtExceptionCaptureCallback?.() === true;
}
addErrorClasses("Deno.errors", () => Deno.errors);
installUncloneable(isDenoUncloneable);
installImport(nameForRequire);
addEventListener("message", ({ data }) => runThread(runtime, data), { once: true });
