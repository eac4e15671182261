"use strict";
// Made by `npm run bundle-threads` of runners/bun-thread-door.ts and what that imports.
const moduleUrl = new URL("../any.ts", import.meta.url).href;

// shared/once-in-thread.ts
function onceInThread(name, make) {
  const thread7 = globalThis;
  const key = /* @__PURE__ */ Symbol.for(`worker-matrix.${name}`);
  thread7[key] ??= make();
  return thread7[key];
}

// shared/worker-host.ts
function workerHost() {
  if (thread.host === void 0) {
    throw new Error('Cannot start a worker: no runtime is set up, import "worker-matrix" (runners/mod.ts)');
  }
  return thread.host;
}
function installWorkerHost(host) {
  thread.host = host;
}
var thread = onceInThread("worker-host", () => ({ host: void 0 }));

// runners/bun-workers.ts
import { availableParallelism } from "node:os";

// runners/bun-ports.ts
import process from "node:process";

// runners/bun-require.ts
function bunRequire(module) {
  return import.meta.require(module);
}

// runners/is-at-least.ts
function isAtLeast(version, ...since) {
  const own = version.split(/[.+-]/).map(Number);
  for (const [index, least] of since.entries()) {
    const part = own[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

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

// runners/bun-ports.ts
var bunPorts = {
  listen: listenToWebPort,
  poll(port) {
    threads ??= bunRequire("node:worker_threads");
    return threads.receiveMessageOnPort(port);
  },
  // Before, a port could be polled while another thread posted to it, and lost messages or the process (oven-sh/bun#26613).
  pollsFast: isAtLeast(process.versions.bun ?? "", 1, 4),
  isProxy(value) {
    types ??= bunRequire("node:util/types");
    return types.isProxy(value);
  },
  channel: () => new MessageChannel()
};
var threads;
var types;

// runners/bun-yield.ts
function bunYield() {
  loaded ??= { yieldCore: load() };
  return loaded.yieldCore;
}
var loaded;
function load() {
  try {
    const { dlopen } = bunRequire("bun:ffi");
    return dlopen("libc.so.6", { sched_yield: { args: [], returns: "i32" } }).symbols.sched_yield;
  } catch {
    return void 0;
  }
}

// runners/real-time.ts
import process2 from "node:process";
import * as timers from "node:timers";

// shared/longest-timer.ts
var longestTimer = 2 ** 31 - 1;

// runners/stand-in-timer.ts
var StandInTimer = class {
  #cell = new Int32Array(new SharedArrayBuffer(4));
  /** Open as long as the timer keeps the process alive. */
  #hold;
  constructor(callback, ms) {
    const { port1 } = new MessageChannel();
    port1.onmessage = () => {
    };
    this.#hold = port1;
    void this.#wait(callback, ms);
  }
  unref() {
    this.#hold?.close();
    this.#hold = void 0;
    return this;
  }
  /** Stops it. */
  close() {
    this.unref();
    Atomics.notify(this.#cell, 0);
  }
  async #wait(callback, ms) {
    const end = await Atomics.waitAsync(this.#cell, 0, 0, Math.max(1, ms)).value;
    this.unref();
    if (end === "timed-out") callback();
  }
};
function turnWithMessage(callback) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(void 0);
}

// runners/real-time.ts
var { setTimeout, setImmediate } = timers;
var RealTimer = realTimerClass();
function startTimer(callback, ms) {
  const timer = setTimeout(callback, ms);
  if (RealTimer !== void 0 && timer instanceof RealTimer) return timer;
  timers.clearTimeout(timer);
  return new StandInTimer(callback, ms);
}
function stopTimer(timer) {
  timer?.close();
}
function later(ms, callback) {
  const timer = startTimer(callback, ms).unref();
  return () => stopTimer(timer);
}
var turn = turnFunction();
var now = realClock();
function realTimerClass() {
  const before = activeResources();
  const timer = setTimeout(() => {
  }, longestTimer);
  const after = activeResources();
  timers.clearTimeout(timer);
  const isReal = isNative("setTimeout", setTimeout) || after === void 0 || after > (before ?? 0);
  return isReal ? timer.constructor : void 0;
}
function isNative(name, call) {
  const text2 = typeof call === "function" ? String(call) : "";
  return /^function (\w+)\(\) \{\s*\[native code\]/.exec(text2)?.[1] === name;
}
function activeResources() {
  return process2.getActiveResourcesInfo?.().length;
}
function turnFunction() {
  if (RealTimer === void 0) return turnWithMessage;
  const immediate = setImmediate(() => {
  });
  timers.clearImmediate(immediate);
  const RealImmediate = immediate.constructor;
  return (callback) => {
    const immediate2 = setImmediate(callback);
    if (immediate2 instanceof RealImmediate) return;
    timers.clearImmediate(immediate2);
    turnWithMessage(callback);
  };
}
function realClock() {
  const { nanoseconds } = globalThis.Bun ?? {};
  const { performance: performance2, Performance } = globalThis;
  if (nanoseconds !== void 0) {
    return isNative("now", performance2?.now) ? performance2.now.bind(performance2) : () => nanoseconds() / 1e6;
  }
  const isReal = Performance !== void 0 && performance2 instanceof Performance;
  const clock = isReal ? performance2 : process2.getBuiltinModule?.("node:perf_hooks").performance ?? performance2;
  const { now: now3 } = Reflect.getPrototypeOf(clock);
  return (now3 ?? clock.now).bind(clock);
}

// runners/thread-file.ts
function threadFile(name, exists2) {
  const file = new URL(`threads/${name}`, moduleUrl);
  if (exists2(file)) return file;
  throw new Error(
    `Cannot start a worker: no file ${file.href}. A program that is bundled has to leave "worker-matrix" out of the bundle: mark it as external, and see "Bundling" in its README`
  );
}

// shared/error-classes.ts
function nearestErrorClass(error) {
  const { names, classes } = table();
  try {
    for (let at = Object.getPrototypeOf(error); at !== null; at = Object.getPrototypeOf(at)) {
      const name = names.get(at) ?? nameIn(at);
      if (name !== void 0 && classes.has(name)) return name;
    }
  } catch {
  }
  return "Error";
}
function nameIn(prototype) {
  const type = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  const name = typeof type === "function" && Object.getOwnPropertyDescriptor(type, "name")?.value;
  return typeof name === "string" ? name : void 0;
}
function newError(className, message, name) {
  const type = table().classes.get(className) ?? Error;
  if (className === "AggregateError") return new type([], message);
  if (className === "SuppressedError") return new type(void 0, void 0, message);
  return className === "DOMException" ? new type(message, name) : new type(message);
}
function table() {
  if (known !== void 0) return known;
  const classes = /* @__PURE__ */ new Map();
  for (const name of globals) add(name, Reflect.get(globalThis, name));
  for (const [namespace, holder] of namespaces) {
    const classesIn = holder();
    for (const name of Object.getOwnPropertyNames(classesIn))
      add(`${namespace}.${name}`, Reflect.get(classesIn, name));
  }
  known = { classes, names: new Map([...classes].map(([name, type]) => [type.prototype, name])) };
  return known;
  function add(name, type) {
    if (typeof type !== "function") return;
    if (type === Error || type.prototype instanceof Error) classes.set(name, type);
  }
}
var known;
var globals = [
  ...["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"],
  ...["AggregateError", "SuppressedError", "DOMException", "QuotaExceededError"]
];
var namespaces = /* @__PURE__ */ new Map([["WebAssembly", () => globalThis.WebAssembly ?? {}]]);

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
  const name = read(thrown, "name");
  if (typeof message !== "string" || typeof name !== "string") return void 0;
  const error = new Error(message);
  define(error, "name", name);
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

// runners/worker-line.ts
var WorkerLine = class {
  #channel;
  #port;
  #listener;
  #access;
  #ears;
  #duties;
  /** What came after something that is not out yet. */
  #held;
  #lastWords;
  #code;
  constructor(listener, access, duties = {}) {
    this.#listener = listener;
    this.#access = access;
    this.#channel = access.channel();
    this.#port = this.#channel.port1;
    this.#duties = duties;
    this.#ears = {
      received: (message) => this.#inOrder(() => this.#receive(message)),
      misheard: (error) => this.#inOrder(() => listener.misheard(error))
    };
    access.listen(this.#port, this.#ears);
    this.#port.unref();
  }
  /** Posts the worker its first message. */
  greet(worker, start) {
    const port = this.#channel.port2;
    worker.postMessage({ start, port }, [port]);
  }
  /** What may come from the thread keeps the process alive, from now on. */
  ref() {
    this.#port.ref();
  }
  unref() {
    this.#port.unref();
  }
  post(message, transfer = []) {
    this.#port.postMessage(message, transfer);
  }
  /** Takes what the thread said next, if it has arrived; `false` if nothing has. */
  hear() {
    return hearNext(this.#access, this.#port, this.#ears);
  }
  /** Hears nothing more. */
  letGo() {
    this.#port.close();
  }
  /** The thread has ended: hands on what it had still said, and then that. */
  close(code, error) {
    while (this.hear()) ;
    this.#port.close();
    this.#inOrder(() => {
      this.#code ??= code;
      this.#listener.exited(this.#code, this.#lastWords ?? error);
    });
  }
  #inOrder(step) {
    if (this.#held === void 0) step();
    else this.#held.push(step);
  }
  /** What comes after it waits until it is out: a program may end as soon as it hears that a task has. */
  #print(printed) {
    const out = this.#duties.print?.(printed);
    if (out === void 0) return;
    this.#held = [];
    void out.then(() => {
      const held = this.#held ?? [];
      this.#held = void 0;
      for (const step of held) this.#inOrder(step);
    });
  }
  #receive(message) {
    if (message.kind === "printed") {
      this.#print(message);
      return;
    }
    if (this.#code !== void 0) return;
    if (message.kind !== "ending") {
      this.#listener.received(message);
      return;
    }
    this.#code = message.code;
    if (message.error !== void 0) this.#lastWords = { thrown: decodeThrown(message.error) };
    this.#duties.ended?.(message.code);
  }
};

// runners/bun-workers.ts
function bunWorkers() {
  return {
    parallelism: availableParallelism(),
    get yieldCore() {
      return bunYield();
    },
    listens: false,
    spawn(start, listener) {
      const worker = new Worker(threadFile("bun.js", exists), { type: "module" });
      const line = new WorkerLine(listener, bunPorts);
      line.greet(worker, start);
      let error;
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        error ??= { thrown: event.error ?? new Error(event.message) };
      });
      worker.addEventListener("close", (event) => line.close(event.code, error));
      worker.unref();
      return {
        post: (message, transfer) => line.post(message, transfer),
        ...bunPorts.pollsFast && { hear: () => line.hear() },
        ref: () => worker.ref(),
        unref: () => worker.unref(),
        terminate: () => worker.terminate()
      };
    },
    isProxy: bunPorts.isProxy,
    turn,
    later
  };
}
function exists(file) {
  return Bun.file(file).size > 0;
}

// shared/broken-executor-error.ts
var BrokenExecutorError = class extends Error {
  name = "BrokenExecutorError";
  constructor(task2, options) {
    super(`Cannot run task "${task2}": the executor's initializer failed`, options);
  }
};

// shared/promises.ts
function react(promise, fulfilled, rejected) {
  Reflect.apply(promise instanceof NativePromise ? nativeThen : loadedThen, promise, [fulfilled, rejected]);
}
function soon(callback) {
  nativeThen.call(settled, callback);
}
function outcomeOf(source) {
  try {
    return LoadedPromise.resolve(source());
  } catch (error) {
    return LoadedPromise.reject(error);
  }
}
function isPromise(value) {
  return value instanceof NativePromise || value instanceof Promise;
}
var NativePromise = Reflect.getPrototypeOf((async () => {
})())?.constructor;
var LoadedPromise = Promise;
var { then: loadedThen } = LoadedPromise.prototype;
var { then: nativeThen } = NativePromise.prototype;
var settled = NativePromise.resolve();

// shared/async-scope.ts
function asyncScope() {
  return thread2.make();
}
function reserveTurn() {
  if (thread2.isCheap) return thread2.make();
  let take;
  const taken = new NativePromise((resolve) => {
    take = resolve;
  });
  react(taken, runTaken, raise);
  return take;
}
function takeTurn(turn2, body) {
  if (typeof turn2 === "function") {
    takenTurns.push(body);
    turn2();
  } else {
    soon(() => turn2.runInAsyncScope(body));
  }
}
var plainScope = { runInAsyncScope: (body) => body() };
var thread2 = onceInThread("async-scope", () => ({
  make: () => plainScope,
  isCheap: true
}));
var takenTurns = [];
function runTaken() {
  takenTurns.shift()?.();
}
function raise(error) {
  throw error;
}

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
function currentTask() {
  const current = taskAround();
  if (current === void 0) throw new Error("Cannot get the current task: this code runs outside a task");
  return current;
}
function taskAround() {
  const turn2 = (thread3.context ?? plainContext).current();
  return turn2 && (turn2.current ?? new TaskScope());
}
function runInTask(current, body) {
  return runInTurns({ current }, body);
}
function runInTurns(turn2, body) {
  return (thread3.context ?? plainContext).run(turn2, body);
}
var plainContext = {
  run(turn2, body) {
    const outer = innermost;
    innermost = turn2;
    try {
      return body();
    } finally {
      innermost = outer;
    }
  },
  current: () => innermost
};
var innermost;
var thread3 = onceInThread("current-task", () => ({
  context: void 0
}));

// shared/fifo.ts
var Fifo = class {
  #in = [];
  /** The oldest, in reverse. */
  #out = [];
  push(item) {
    this.#in.push(item);
  }
  /** The oldest, `undefined` if there is none. */
  get first() {
    if (this.#out.length === 0 && this.#in.length > 0) {
      this.#out = this.#in.reverse();
      this.#in = [];
    }
    return this.#out.at(-1);
  }
  /** Takes out the oldest. */
  shift() {
    return this.first === void 0 ? void 0 : this.#out.pop();
  }
  /** Takes out all, the oldest first. */
  drain() {
    const all = [...this.#out.reverse(), ...this.#in];
    this.#in = [];
    this.#out = [];
    return all;
  }
};

// shared/iterable-reader.ts
var IterableReader = class {
  isAsync;
  #iterator;
  #isOver = false;
  constructor(iterable) {
    const { [Symbol.asyncIterator]: async } = iterable;
    this.isAsync = async !== void 0 && async !== null;
    const iterator = this.isAsync ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();
    if (!isObject(iterator)) throw new TypeError(`Iterator ${String(iterator)} is not an object`);
    this.#iterator = iterator;
  }
  /** What comes next: a promise of it if the iterable is async. */
  next() {
    try {
      const next = this.#iterator.next();
      return this.isAsync ? this.#later(next) : this.#seen(next);
    } catch (error) {
      this.#isOver = true;
      throw error;
    }
  }
  /** Closes the iterable unless it has ended by itself. One that is async, and waits for something, does it when it goes on. */
  async close() {
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#iterator.return?.();
  }
  async #later(next) {
    try {
      return this.#seen(await next);
    } catch (error) {
      this.#isOver = true;
      throw error;
    }
  }
  #seen(next) {
    if (!isObject(next)) throw new TypeError(`Iterator result ${String(next)} is not an object`);
    if (next.done) this.#isOver = true;
    return next;
  }
};
function isObject(value) {
  return typeof value === "object" && value !== null || typeof value === "function";
}

// shared/now.ts
var now2 = globalThis.performance?.now.bind(performance);

// shared/timer.ts
var startTimer2 = globalThis.setTimeout;
var stopTimer2 = globalThis.clearTimeout;

// shared/map-feed.ts
var MapFeed = class {
  /** Of the calls, or chunks of calls, that were submitted. The first is the next to be read. */
  futures = new Fifo();
  #source;
  #task;
  #plan;
  #feeding;
  /** How many calls were taken, and their results not read. */
  #ahead = 0;
  #isLeft = false;
  #isOver = false;
  #failure;
  /** While it waits for room. */
  #lookAgain = ignore2;
  /** While it waits for an iterable. */
  #letGo;
  #arrived = ignore2;
  constructor(source, task2, plan) {
    this.#source = source;
    this.#task = task2;
    this.#plan = plan;
    this.#feeding = this.#feed();
    react(this.#feeding, void 0, ignore2);
  }
  /** Whether nothing more will come. */
  get isOver() {
    return this.#isOver;
  }
  /** @throws what an iterable has thrown, or `submit` */
  throwFailure() {
    if (this.#failure !== void 0) throw this.#failure.error;
  }
  /** Resolves when there is another future, or nothing more will come. */
  more() {
    return new Promise((resolve) => {
      this.#arrived = resolve;
    });
  }
  /** The result of one more call was read. */
  read() {
    this.#ahead -= 1;
    this.#lookAgain();
  }
  /**
   * Cancels what was submitted, and closes the iterables; rejects with what that throws. An async one that waits for something at
   * that moment is closed when it goes on, and nobody waits for that.
   */
  async leave() {
    if (this.#isLeft) return;
    this.#isLeft = true;
    for (const future of this.futures.drain()) future.cancel();
    this.#lookAgain();
    const mayWait = this.#letGo !== void 0;
    this.#letGo?.();
    await (mayWait ? Promise.race([this.#feeding, eventLoopTurn()]) : this.#feeding);
  }
  async #feed() {
    const readers = [];
    try {
      for (const iterable of this.#plan.iterables) readers.push(new IterableReader(iterable));
      await this.#submitAll(readers);
    } catch (error) {
      this.#failure = { error };
    }
    for (const closed of await Promise.allSettled(readers.map((reader) => reader.close()))) {
      if (closed.status === "rejected") this.#failure ??= { error: closed.reason };
    }
    this.#isOver = true;
    this.#arrived();
    if (this.#isLeft) this.throwFailure();
  }
  /** Never waits if all iterables are sync and there is room. */
  async #submitAll(readers) {
    const isAsync = readers.some((reader) => reader.isAsync);
    let turned = now2();
    let isEnd = readers.length === 0;
    while (!isEnd && !this.#isLeft) {
      const room = this.#roomFor(this.#plan.chunkSize);
      if (room !== void 0) {
        await room;
        continue;
      }
      const calls = [];
      let args = [];
      try {
        while (!isEnd && !this.#isLeft && calls.length < this.#plan.chunkSize) {
          const taken = readers[args.length]?.next();
          const next = taken instanceof NativePromise ? await this.#unlessLeft(taken) : taken;
          this.#letGo = void 0;
          isEnd = next === void 0 || next.done === true;
          if (args.push(next?.value) < readers.length || isEnd) continue;
          calls.push(args);
          this.#ahead += 1;
          args = [];
        }
      } finally {
        for (let room2 = this.#roomFor(0); room2 !== void 0; room2 = this.#roomFor(0)) await room2;
        if (!this.#isLeft && calls.length > 0) this.#submit(calls);
      }
      if (!isAsync || this.#isLeft || now2() - turned < turnMs) continue;
      await eventLoopTurn();
      turned = now2();
    }
  }
  /** One call alone travels like any other. */
  #submit(calls) {
    const isSingle = this.#plan.chunkSize === 1;
    const future = this.#source.submit(this.#task, isSingle ? calls[0] ?? [] : calls, !isSingle);
    react(future, void 0, ignore2);
    this.futures.push(future);
    this.#arrived();
  }
  /** `undefined` if so many more calls may be taken and submitted, else what to wait for before it is worth while to look again. */
  #roomFor(calls) {
    const isAhead = this.#ahead + calls > this.#plan.bufferSize;
    if (this.#isLeft || !isAhead && this.#source.hasRoom()) return void 0;
    return new Promise((resolve) => {
      this.#lookAgain = resolve;
      if (!isAhead) this.#source.onRoom(resolve);
    });
  }
  /** What the promise gives; `undefined` if the map is left before. */
  #unlessLeft(promise) {
    return new Promise((resolve, reject) => {
      this.#letGo = () => resolve(void 0);
      promise.then(resolve, reject);
    });
  }
};
function eventLoopTurn() {
  return new Promise((resolve) => {
    startTimer2(resolve, 0);
  });
}
function ignore2() {
}
var turnMs = 10;

// shared/has-plain-prototype.ts
function hasPlainPrototype(value) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

// shared/map-options.ts
function mapPlan(task2, rest) {
  const hasOptions = rest.length > 1 && isOptions(rest.at(-1));
  const iterables = hasOptions ? rest.slice(0, -1) : rest;
  for (const value of iterables) if (!isIterable(value)) throw refusal(task2, value);
  const options = hasOptions ? rest.at(-1) : void 0;
  const {
    chunkSize = 1,
    bufferSize = Number.POSITIVE_INFINITY,
    timeoutMs = Number.POSITIVE_INFINITY
  } = options ?? {};
  if (!isCount(chunkSize)) {
    throw new RangeError(`Cannot map in chunks of ${chunkSize}: chunkSize is an integer of at least 1`);
  }
  if (options?.bufferSize !== void 0 && !isCount(bufferSize)) {
    throw new RangeError(`Cannot map with bufferSize ${bufferSize}: it is an integer of at least 1`);
  }
  if (!(typeof timeoutMs === "number" && timeoutMs >= 0)) {
    throw new RangeError(`Cannot map with timeoutMs ${timeoutMs}: it takes 0 or more`);
  }
  return {
    iterables,
    chunkSize: Math.min(chunkSize, bufferSize),
    bufferSize,
    timeoutMs
  };
}
function refusal(task2, value) {
  const hint = isPromise(value) ? "await it first" : `behind them may stand { ${optionNames.join(", ")} }`;
  return new TypeError(
    `Cannot map task "${task2}" over ${shown(value)}: it takes iterables and async iterables, ${hint}`
  );
}
function shown(value) {
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  return isPromise(value) ? "a promise" : `an object with ${Object.keys(value).join(", ") || "no keys"}`;
}
function isOptions(value) {
  if (value === void 0) return true;
  if (typeof value !== "object" || value === null || isIterable(value)) return false;
  return optionNames.some((name) => name in value) || isEmptyObject(value);
}
function isEmptyObject(value) {
  return hasPlainPrototype(value) && Object.keys(value).length === 0;
}
function isIterable(value) {
  if (value === void 0 || value === null) return false;
  const { [Symbol.asyncIterator]: async, [Symbol.iterator]: sync } = value;
  return typeof async === "function" || typeof sync === "function";
}
function isCount(value) {
  return Number.isInteger(value) && value >= 1;
}
var optionNames = ["chunkSize", "bufferSize", "timeoutMs"];

// shared/follow-signal.ts
function followSignal(signal, aborted) {
  const followers = following.get(signal) ?? listen(signal);
  const follower = () => aborted();
  followers.add(follower);
  return () => {
    followers.delete(follower);
    if (followers.size > 0 || following.get(signal) !== followers) return;
    following.delete(signal);
    signal.removeEventListener("abort", followers.heard);
  };
}
var Followers = class extends Set {
  heard = () => {
    for (const follower of this) follower();
  };
};
function listen(signal) {
  const followers = new Followers();
  following.set(signal, followers);
  signal.addEventListener("abort", followers.heard);
  return followers;
}
var following = /* @__PURE__ */ new WeakMap();

// shared/timeout-error.ts
function timeoutError(task2, timeoutMs) {
  return new DOMException(`Task "${task2}" did not end within ${timeoutMs} ms`, "TimeoutError");
}

// shared/run-here.ts
function runHere(task2, args) {
  const { signal, timeoutMs } = task2.options;
  const outer = taskAround();
  if (outer !== void 0 && signal === void 0 && timeoutMs === void 0) return task2.run(...args);
  const deadline = timeoutMs === void 0 ? Number.POSITIVE_INFINITY : now2() + timeoutMs;
  const scope = new TaskScope(follow);
  scope.throwIfAborted();
  const result = runInTask(scope, () => task2.run(...args));
  if (isPromise(result) && (outer ?? signal ?? timeoutMs) !== void 0) {
    keepFollowing(result, scope, [outer?.signal, signal], timeoutMs);
  }
  return result;
  function follow(followed) {
    if (outer?.signal.aborted) followed.abort(outer.signal.reason);
    else if (signal?.aborted) followed.abort(signal.reason);
    else if (now2() >= deadline) followed.abort(timeoutError(task2.name, timeoutMs ?? 0));
  }
}
function keepFollowing(running, scope, signals, timeoutMs) {
  const poll = () => void scope.signal;
  const timer = timeoutMs === void 0 ? void 0 : startTimer2(poll, timeoutMs + 1);
  const following2 = signals.map((signal) => signal && followSignal(signal, poll));
  const stop = () => {
    stopTimer2(timer);
    for (const unfollow of following2) unfollow?.();
  };
  running.then(stop, stop);
}

// shared/task.ts
function task(module, run) {
  if (typeof run !== "function")
    throw new TypeError(`Cannot make a task of ${typeof run}: it takes a function`);
  const name = typeof run.name === "string" && run.name !== "" ? run.name : "anonymous";
  if (typeof module !== "string" || !/^[a-z][a-z\d+.-]*:/i.test(module)) {
    throw new TypeError(`Cannot make task "${name}" of module ${String(module)}: pass import.meta.url`);
  }
  return bind({
    address: nextAddress(module, name, run),
    name,
    run,
    options: {}
  });
}
function definitionOf(value) {
  if (isTask(value)) return value[definition];
  const shown2 = typeof value === "function" ? `function "${value.name}"` : String(value);
  throw new TypeError(`Cannot run ${shown2} on a thread: it is no task, wrap it in task(import.meta.url, \u2026)`);
}
function isTask(value) {
  return typeof value === "function" && definition in value;
}
function nextAddress(module, name, run) {
  const made = madeBy.get(module) ?? [];
  madeBy.set(module, made);
  return { module, name, made, at: made.push(hashOf(Function.prototype.toString.call(run))) - 1 };
}
var madeBy = /* @__PURE__ */ new Map();
function hashOf(text2) {
  let hash = 0;
  for (let at = 0; at < text2.length; at++) hash = Math.imul(hash, 31) + text2.charCodeAt(at) | 0;
  return hash;
}
var definition = /* @__PURE__ */ Symbol.for("worker-matrix.task");
function bind(defined) {
  const bound = (...args) => runHere(defined, args);
  Object.defineProperties(bound, {
    name: { value: defined.name },
    with: { value: (options) => bind({ ...defined, options: checked(defined, options) }) },
    [definition]: { value: defined }
  });
  return bound;
}
function checked(defined, options) {
  const { timeoutMs } = options;
  if (timeoutMs !== void 0 && !(typeof timeoutMs === "number" && timeoutMs >= 0)) {
    throw new RangeError(`Cannot bound task "${defined.name}" to timeoutMs ${timeoutMs}: it takes 0 or more`);
  }
  return { ...defined.options, ...options };
}

// shared/map-results.ts
function mapTask(source, task2, rest) {
  const definition2 = definitionOf(task2);
  const plan = mapPlan(definition2.name, rest);
  const { bufferSize, chunkSize, timeoutMs } = plan;
  const deadline = now2() + timeoutMs;
  const feed = new MapFeed(source, definition2, plan);
  async function* inOrder() {
    try {
      while (true) {
        const next = feed.futures.first;
        if (next === void 0 && feed.isOver) {
          feed.throwFailure();
          return void 0;
        }
        const isThere = next !== void 0 && next.state !== "pending" && next.state !== "running";
        const result = await (isThere ? next : inTime(next ?? feed.more()));
        if (next === void 0) continue;
        feed.futures.shift();
        if (chunkSize === 1) {
          yield result;
          continue;
        }
        const { values, failure } = result;
        yield* values;
        if (failure !== void 0) throw failure.error;
      }
    } finally {
      feed.leave().catch(ignore3);
    }
  }
  function inTime(promise) {
    const left = deadline - now2();
    if (left > longestTimer) return promise;
    return new Promise((resolve, reject) => {
      const timer = startTimer2(() => reject(timeoutError(definition2.name, timeoutMs)), Math.max(0, left));
      const ended = (settle) => {
        stopTimer2(timer);
        settle();
      };
      react(
        promise,
        (result) => ended(() => resolve(result)),
        (error) => ended(() => reject(error))
      );
    });
  }
  const results = inOrder();
  return {
    next() {
      const next = results.next();
      if (bufferSize !== Number.POSITIVE_INFINITY) next.then(wasRead, ignore3);
      return next;
    },
    async return() {
      const left = feed.leave();
      left.catch(ignore3);
      await results.return(void 0);
      await left;
      return { done: true, value: void 0 };
    },
    [Symbol.asyncIterator]() {
      return this;
    }
  };
  function wasRead({ done }) {
    if (!done) feed.read();
  }
}
function ignore3() {
}

// shared/thread-pool-options.ts
function poolSettings(options) {
  const {
    maxWorkers = workerHost().parallelism,
    minWorkers = 0,
    idleTimeoutMs = 6e4,
    maxQueue = Number.POSITIVE_INFINITY,
    graceMs = 100
  } = options;
  count("maxWorkers", maxWorkers, 1);
  const settings = {
    maxWorkers,
    minWorkers,
    idleTimeoutMs,
    maxQueue,
    graceMs,
    initializer: initializerCall(options.initializer),
    resourceLimits: options.resourceLimits,
    tasksPerWorker: Number.POSITIVE_INFINITY,
    host: workerHost()
  };
  count("minWorkers", settings.minWorkers, 0);
  if (settings.minWorkers > maxWorkers) {
    throw new RangeError(
      `Cannot make an executor with minWorkers ${settings.minWorkers} of ${maxWorkers}: too many`
    );
  }
  if (settings.maxQueue !== Number.POSITIVE_INFINITY) count("maxQueue", settings.maxQueue, 0);
  span("idleTimeoutMs", settings.idleTimeoutMs);
  span("graceMs", settings.graceMs);
  return settings;
}
function initializerCall(initializer) {
  if (initializer === void 0) return void 0;
  const [task2, ...args] = typeof initializer === "function" ? [initializer] : initializer;
  return { ...definitionOf(task2).address, args };
}
function count(option, value, least) {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(
    `Cannot make an executor with ${option} ${value}: it is an integer of at least ${least}`
  );
}
function span(option, value) {
  if (typeof value === "number" && value >= 0) return;
  throw new RangeError(`Cannot make an executor with ${option} ${value}: it is a time in milliseconds`);
}

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

// shared/future.ts
var createFuture;
var startFuture;
var fulfilFuture;
var rejectFuture;
var Future = class _Future extends Promise {
  /** What it was made for: the name of its task, or the one given to `createTask`. */
  name;
  #stage = "pending";
  #owner;
  #resolve;
  constructor(name, owner) {
    if (typeof name !== "string") throw new TypeError("Cannot make a Future: only executors and groups do");
    super(capture);
    this.#resolve = capturedResolve;
    this.#owner = owner;
    this.name = name;
  }
  get state() {
    return typeof this.#stage === "string" ? this.#stage : "running";
  }
  /**
   * Asks for an early end, and says whether there will be one: `false` if it has already been fulfilled or rejected.
   *
   * Work that has not begun never begins, and the future rejects with `reason` at once. Work that runs is told
   * through its `AbortSignal`, and the future settles when it has ended: rejected with `reason` if it stopped or
   * finished all the same, rejected with its error if it failed on the way out. Only the first reason counts.
   *
   * @param reason an `AbortError` unless given
   */
  cancel(reason = abortError("The future was cancelled")) {
    const stage = this.#stage;
    if (typeof stage !== "string") return true;
    if (isFinal(stage)) return stage === "cancelled";
    react(this, void 0, ignore4);
    const owner = this.#owner;
    if (stage === "pending") this.#end("cancelled", reason);
    else this.#stage = new Cancelling(reason);
    owner?.cancelled(reason);
    return true;
  }
  #end(state, outcome2) {
    this.#stage = state;
    this.#owner = void 0;
    this.#resolve(state === "fulfilled" ? outcome2 : new Rejection(outcome2));
  }
  static {
    createFuture = (name, owner) => new _Future(name, owner);
    startFuture = (future) => {
      if (future.#stage !== "pending") return false;
      future.#stage = "running";
      return true;
    };
    fulfilFuture = (future, value) => {
      const stage = future.#stage;
      if (typeof stage !== "string") future.#end("cancelled", stage.reason);
      else if (!isFinal(stage)) future.#end("fulfilled", value);
    };
    rejectFuture = (future, error) => {
      const stage = future.#stage;
      if (typeof stage === "string") {
        if (!isFinal(stage)) future.#end("rejected", error);
      } else if (error === stage.reason || isAbortError(error)) {
        future.#end("cancelled", stage.reason);
      } else {
        future.#end("rejected", error);
      }
    };
    Object.defineProperty(_Future.prototype, "constructor", {
      value: Promise,
      writable: true,
      configurable: true
    });
  }
};
function isFinal(state) {
  return state !== "pending" && state !== "running";
}
var Cancelling = class {
  reason;
  constructor(reason) {
    this.reason = reason;
  }
};
var Rejection = class {
  #error;
  constructor(error) {
    this.#error = error;
  }
  // biome-ignore lint/suspicious/noThenProperty: it is made to be adopted by a promise
  then(_fulfil, reject) {
    reject(this.#error);
  }
};
var capturedResolve = ignore4;
function capture(resolve) {
  capturedResolve = resolve;
}
function ignore4() {
}

// shared/job.ts
var Job = class {
  task;
  future;
  /** Jobs that were submitted later have a higher one. */
  order = submitted++;
  /** Whether its arguments are those of several calls: see `runChunk`. */
  chunked;
  /** Empty once they are no longer needed. */
  args;
  /** The one that it was given to. */
  worker;
  /** What its worker calls it; `inQueue` while it is in a queue. Those two set it. */
  id = 0;
  #executor;
  #rare;
  constructor(task2, args, chunked, executor) {
    this.task = task2;
    this.args = args.length === 0 ? none : args;
    this.chunked = chunked;
    this.#executor = executor;
    this.future = createFuture(task2.name, this);
    const { signal } = task2.options;
    if (signal === void 0) return;
    if (signal.aborted) {
      this.future.cancel(signal.reason);
      return;
    }
    this.#parts().unfollow = followSignal(signal, () => this.future.cancel(signal.reason));
  }
  /** Whether its arguments are gone once it was posted, so that it cannot be posted again. */
  get moved() {
    return (this.task.options.transfer ?? none).length > 0;
  }
  /** Why the job is to end early, if it is. */
  get ending() {
    return this.#rare?.ending;
  }
  /** The async context that getters in its arguments see. `undefined`: that of the code which clones them. */
  get scope() {
    return this.#rare?.scope;
  }
  /** Its arguments are cloned later, or once more: getters in them are to see this context then. */
  keepScope(make) {
    const mayHaveGetters = this.args.some((arg) => typeof arg === "object" && arg !== null);
    if (mayHaveGetters && this.scope === void 0) this.#parts().scope = make();
  }
  /** Its worker died before it was ready for any job; gives how often that has happened. */
  stillborn() {
    const parts = this.#parts();
    parts.stillbirths += 1;
    return parts.stillbirths;
  }
  /** Whether its future has settled. */
  get settled() {
    return this.future.state !== "pending" && this.future.state !== "running";
  }
  /** The job begins to run, and its time with it; `false` if it must not, because it was cancelled. */
  started() {
    if (!startFuture(this.future)) return false;
    const { timeoutMs } = this.task.options;
    if (timeoutMs !== void 0) {
      const parts = this.#parts();
      parts.deadline = now2() + timeoutMs;
      if (timeoutMs <= longestTimer) parts.timer = startTimer2(() => this.#timeOut(), timeoutMs);
    }
    return true;
  }
  /** Ends the job if its time is over and its timer could not say so, because the thread is busy. */
  checkTime() {
    const deadline = this.#rare?.deadline;
    if (deadline !== void 0 && now2() >= deadline) this.#timeOut();
  }
  fulfil(value) {
    this.#clear();
    if (this.ending === void 0) fulfilFuture(this.future, value);
    else rejectFuture(this.future, this.ending.reason);
  }
  reject(error) {
    this.#clear();
    rejectFuture(this.future, error);
  }
  /** The run has stopped as it was asked to, or is given up. */
  stopped() {
    this.reject(this.ending?.reason);
  }
  /** The future's: somebody cancelled it. */
  cancelled(reason) {
    if (this.settled) {
      this.#executor.drop(this, reason);
      this.#clear();
    } else {
      this.#end(reason);
    }
  }
  #timeOut() {
    this.#end(timeoutError(this.task.name, this.task.options.timeoutMs ?? 0));
  }
  #end(reason) {
    if (this.ending !== void 0) return;
    this.#parts().ending = { reason };
    this.#executor.abort(this, reason);
  }
  #clear() {
    this.args = none;
    this.worker = void 0;
    if (this.#rare === void 0) return;
    stopTimer2(this.#rare.timer);
    this.#rare.unfollow?.();
    this.#rare.unfollow = void 0;
    this.#rare.scope = void 0;
  }
  #parts() {
    this.#rare ??= {
      ending: void 0,
      deadline: void 0,
      timer: void 0,
      unfollow: void 0,
      stillbirths: 0,
      scope: void 0
    };
    return this.#rare;
  }
};
var inQueue = -1;
var none = [];
var submitted = 0;

// shared/load-task.ts
function refuseWhileLoading(task2) {
  const [loading] = thread4.modules;
  if (loading === void 0 || taskAround() !== void 0) return;
  throw new Error(
    `Cannot submit task "${task2}" while a worker loads ${loading}, or every worker would start more of them: keep tasks in a module of their own, also when the program is bundled, or put the call under \`if (import.meta.main)\``
  );
}
var thread4 = onceInThread("loading", () => ({ modules: [], prepare: () => void 0 }));

// shared/patience.ts
var Patience = class {
  /** What may still be spent in vain, in milliseconds. */
  #credit = mostCreditMs;
  #credited = 0;
  /** Whether to try now. If so, {@link tried} has to follow. */
  get isWorthIt() {
    const asked = now2();
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
  const end = now2() + longestMs;
  do {
    yieldCore?.();
    for (let look = 0; look < looks; look++) if (happened()) return true;
  } while (now2() < end);
  return false;
}
var spinMs = 0.05;
var seekMs = 16;
var enoughToSeek = 80;
var rowMs = 1;
var share = 1 / 20;
var mostCreditMs = 0.2;
var looksAtATime = 32;

// shared/lookout.ts
var Lookout = class {
  #workers;
  #host;
  #spinning = new Patience();
  #parking = new Patience();
  #seeking = new Patience();
  /** When it last left it to the workers to say that there are answers. */
  #slept = Number.NEGATIVE_INFINITY;
  /** Whether jobs follow so close on others that a worker may still be awake, or soon will be for the next one. */
  #isInRow = false;
  /** How often in such a row a worker has not begun when it was looked for. */
  #lateStarts = 0;
  /** Since when it has stayed awake so that a worker gets another core. */
  #seeksSince;
  #isComing = false;
  /** When the event loop has to turn before it goes on. */
  #turnBy = 0;
  #cancelDoze;
  #cancelGuard;
  #ended = false;
  #lookNow = () => this.#look();
  constructor(workers, host) {
    this.#workers = workers;
    this.#host = host;
  }
  /** Looks when the code that runs now has ended. */
  soon() {
    if (this.#isComing) return;
    this.#isComing = true;
    this.#isInRow = now2() - this.#slept <= rowMs;
    if (!this.#isInRow) this.#lateStarts = 0;
    this.#guard();
    soon(this.#lookNow);
  }
  /** Collects what these workers have answered, and leaves it to them to say when there is more. */
  collect(workers) {
    let found = false;
    let end;
    const awake2 = [];
    for (const worker of workers) {
      while (true) {
        if (worker.collect()) found = true;
        if (worker.sleep(found && this.#mayDoze(worker))) break;
        end ??= now2() + turnMs2;
        if (now2() < end) continue;
        awake2.push(worker);
        break;
      }
    }
    if (awake2.length > 0) this.#host.turn(() => this.collect(awake2));
    this.#slept = now2();
    this.#guard();
  }
  /** There is nothing more to come: leaves no timer behind. */
  end() {
    this.#ended = true;
    this.#cancelDoze?.();
    this.#cancelGuard?.();
  }
  /** Looks by itself now and then while there are jobs, so that nothing hangs on one event that a runtime has lost. */
  #guard() {
    if (this.#cancelGuard !== void 0 || this.#ended) return;
    this.#cancelGuard = this.#host.later(guardMs, () => {
      this.#cancelGuard = void 0;
      const awaited = [...this.#workers].filter((worker) => worker.isAwaited);
      if (awaited.length === 0) return;
      this.#isComing = false;
      for (const worker of awaited) worker.nudge();
      this.collect(awaited);
    });
  }
  #look() {
    const workers = [];
    for (const worker of this.#workers) if (worker.busy) workers.push(worker);
    for (const worker of workers) worker.watch();
    if (now2() > this.#turnBy) {
      this.#lookAfterTurn();
      return;
    }
    const waited = workers.length > 0 && this.#wait(workers);
    if (waited) this.#lateStarts = 0;
    if (!waited && this.#seeksCore(workers)) {
      this.#lookAfterTurn();
      return;
    }
    this.#endSeeking();
    this.#isComing = false;
    this.collect(workers);
    if (waited && workers.some((worker) => worker.busy)) this.soon();
  }
  #lookAfterTurn() {
    this.#host.turn(() => {
      this.#turnBy = now2() + turnMs2;
      this.#look();
    });
  }
  /**
   * Whether to stay awake although that was in vain. A worker that was woken and has not begun shares this core, where
   * the system leaves it unless both are busy for a while.
   */
  #seeksCore(workers) {
    if (workers.length >= this.#host.parallelism || workers.every((worker) => worker.hasBegun)) return false;
    if (this.#seeksSince !== void 0) return now2() < this.#seeksSince + seekMs;
    this.#lateStarts += 1;
    if (this.#lateStarts < enoughToSeek || !this.#seeking.isWorthIt) return false;
    this.#seeksSince = now2();
    return true;
  }
  /** What it took counts as spent even if the answer came: the worker may have got no core, but its turn on this one. */
  #endSeeking() {
    if (this.#seeksSince === void 0) return;
    this.#seeking.tried(false, now2() - this.#seeksSince);
    this.#seeksSince = void 0;
  }
  /** Whether waiting was of use. */
  #wait(workers) {
    const hasAnswer = () => workers.some((worker2) => worker2.hasAnswer);
    if (workers.length < this.#host.parallelism) {
      return hasAnswer() || this.#isInRow && this.#spinning.spin(hasAnswer, spinMs);
    }
    const [worker] = workers;
    if (this.#host.parallelism > 1 || workers.length > 1 || worker === void 0) return false;
    if (hasAnswer()) return true;
    const { yieldCore } = this.#host;
    if (yieldCore !== void 0 && this.#spinning.spin(hasAnswer, spinMs, yieldCore)) return true;
    if (!this.#parking.isWorthIt) return false;
    worker.park(parkMs);
    return this.#parking.tried(worker.hasAnswer, parkMs);
  }
  /** Whether the worker has so many short jobs that nobody misses their first answers, for at most a millisecond. */
  #mayDoze(worker) {
    if (worker.load < manyJobs) return false;
    if (this.#cancelDoze !== void 0) return true;
    this.#cancelDoze = this.#host.later(dozeMs, () => {
      this.#cancelDoze = void 0;
      this.collect([...this.#workers]);
    });
    return true;
  }
};
var parkMs = 5;
var turnMs2 = 1;
var manyJobs = 200;
var dozeMs = 1;
var guardMs = 100;

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
function decodeOutcome(encoded) {
  const { values, thrown } = encoded;
  return thrown === void 0 ? { values } : { values, failure: { error: decodeThrown(thrown) } };
}

// shared/ring.ts
function ringMemory() {
  return new SharedArrayBuffer(controlBytes + 8 * ringWords);
}
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
  constructor(ring, isProxy) {
    this.#ring = ring;
    this.#isProxy = isProxy;
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
function enterJob(slots, id) {
  Atomics.store(slots, id % slots.length, slotValue(id, jobState.waiting));
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

// shared/executor-end.ts
var ExecutorEnd = class {
  #post;
  #calls;
  #arguments;
  #answers;
  #results;
  #indices = /* @__PURE__ */ new WeakMap();
  #tasks = 0;
  #parcels = /* @__PURE__ */ new Map();
  /** Why the next of them cannot be read, and those after it. */
  #failures = [];
  #answered;
  #hear;
  #isListening = false;
  /**
   * @param tasks those that the thread knows already, by their numbers
   * @param hear has the next message received, if it has arrived
   * @param isProxy see {@link ValueWriter}
   * @param answered called when there is an answer, where `Atomics.waitAsync` is to tell; else a message comes
   */
  constructor(memory, tasks, post, hear, isProxy, answered) {
    this.#calls = new RingWriter(memory.calls);
    this.#arguments = new ValueWriter(this.#calls, isProxy);
    this.#answers = new RingReader(memory.answers);
    this.#results = new ValueReader(this.#answers);
    this.#post = post;
    this.#hear = hear;
    for (const task2 of tasks) this.#enter(task2);
    this.#answered = answered;
    if (answered !== void 0) this.#answers.listen();
  }
  /** Whether there is room for another call. */
  get hasRoom() {
    return this.#calls.hasRoomFor(mostCallWords);
  }
  /** Whether so much was sent that the thread has not read, also of what was taken back, that it should catch up. */
  get isBehind() {
    return !this.#calls.hasRoomFor(3 / 4 * ringWords);
  }
  /** Whether the next answer is here. */
  get hasAnswer() {
    while (this.#answers.hasNext) {
      const id = this.#answers.peek() | 0;
      if (id > 0 || this.#parcels.has(-id)) return true;
      if (this.#failures.length > 0) {
        this.#parcels.set(-id, { kind: "rejected", id: -id, error: encodeThrown(this.#failures.shift()) });
        return true;
      }
      if (!this.#hear()) return false;
    }
    return false;
  }
  /** Whether the thread has answered, though the message with the answer may still be on its way. */
  get hasMore() {
    return this.#answers.hasNext;
  }
  /** Throws if the arguments cannot be cloned, and has then sent nothing. Getters run meanwhile, and must not lead here again. */
  call(id, address, call) {
    const index = this.#indexOf(address);
    const ring = this.#calls;
    const start = ring.position;
    ring.put(id);
    ring.put(index);
    const place = ring.position;
    ring.put(call.args.length);
    try {
      if (call.chunked || call.transfer !== void 0 || !this.#arguments.put(call.args)) {
        refuseUncloneable(call.args, call.transfer);
        this.#send({ kind: "arguments", id, args: call.args, chunked: call.chunked }, call.transfer);
        ring.rewind(place);
        ring.put(inMessage);
      }
    } catch (error) {
      ring.rewind(start);
      throw error;
    }
    if (ring.publish()) this.#post({ kind: "wake" });
  }
  /** Wakes the thread, which looks whether there is a call. */
  nudge() {
    this.#post({ kind: "wake" });
  }
  /** Asks for the end of a call that runs. */
  abort(message) {
    this.#post(message);
  }
  /** Asks the thread to say when it has read everything. */
  catchUp() {
    this.#post({ kind: "catchUp" });
  }
  /** Takes what came in a message. */
  receive(answer) {
    this.#parcels.set(answer.id, answer);
  }
  /** What came in a message cannot be read. Messages come in the order of the answers, so it is the next one that misses its own. */
  fail(error) {
    this.#failures.push(error);
  }
  /** Takes the next answer, if one is here. */
  next() {
    if (!this.hasAnswer) return void 0;
    const ring = this.#answers;
    const id = ring.take() | 0;
    const answer = this.#parcels.get(-id) ?? { kind: "fulfilled", id, value: this.#results.take() };
    this.#parcels.delete(-id);
    return answer;
  }
  /** Makes room for more of them. */
  release() {
    this.#answers.release();
  }
  /**
   * From now on the thread says when there is an answer. `false` if there already is one.
   *
   * @param patient when it has made most of its calls will do
   */
  leave(patient) {
    if (!this.#answers.leave(patient)) return !this.hasAnswer;
    return this.#answered === void 0 || this.#isListening || this.#listen();
  }
  /** The thread has ended. */
  end() {
    this.#answered = void 0;
    this.#answers.wake();
  }
  #listen() {
    const published = this.#answers.published();
    if (published === void 0) return !this.hasAnswer;
    this.#isListening = true;
    void published.then(() => {
      this.#isListening = false;
      this.#answered?.();
    });
    return true;
  }
  /** From now on somebody looks for answers, until {@link leave}. */
  stay() {
    this.#answers.stay();
  }
  /** Blocks this thread until there is an answer, or the time is over. */
  park(ms) {
    this.#answers.park(ms);
  }
  /** Sends a message that wakes the thread as well, if it sleeps. */
  #send(message, transfer) {
    const wakes = this.#calls.announceMessage();
    try {
      this.#post(message, transfer);
    } catch (error) {
      if (wakes) this.#post({ kind: "wake" });
      throw error;
    }
  }
  /** The number of the task on this line. */
  #indexOf(address) {
    const known2 = this.#indices.get(address);
    if (known2 !== void 0) return known2;
    const index = this.#enter(address);
    this.#post({ kind: "task", index, ...address });
    return index;
  }
  #enter(address) {
    const index = this.#tasks++;
    this.#indices.set(address, index);
    return index;
  }
};
function lineMemory(spins) {
  return { calls: ringMemory(), answers: ringMemory(), spins };
}
var mostCallWords = 3 + mostValueWords;

// shared/job-window.ts
var JobWindow = class {
  #jobs = new Array(windowSize);
  #first = 1;
  #next = 1;
  #size = 0;
  /** The number up to which they have been passed. */
  #passedBefore = 1;
  #passed = 0;
  /** How many are here. */
  get size() {
    return this.#size;
  }
  /** Whether there is room for another one. */
  get hasRoom() {
    return this.#next - this.#first < windowSize;
  }
  /** How many of them were passed. */
  get passed() {
    return this.#passed;
  }
  /** Passes those that have begun, up to the first that has not: one after the other, and each once. */
  pass(hasBegun) {
    for (let id = Math.max(this.#first, this.#passedBefore); id < this.#next; id++) {
      const isHere = this.get(id) !== void 0;
      if (isHere && !hasBegun(id)) break;
      if (isHere) this.#passed += 1;
      this.#passedBefore = id + 1;
    }
  }
  /** The number that the next one gets. */
  get next() {
    return this.#next;
  }
  /** The one whose turn it is. */
  get oldest() {
    return this.#jobs[this.#first % windowSize];
  }
  /** The number of the newest that is here, 0 if none is. */
  get last() {
    let last = this.#next - 1;
    while (last >= this.#first && this.#jobs[last % windowSize] === void 0) last -= 1;
    return last < this.#first ? 0 : last;
  }
  /** Adds one, which gets the number {@link next}. */
  add(job) {
    this.#jobs[this.#next % windowSize] = job;
    job.id = this.#next;
    this.#next += 1;
    this.#size += 1;
  }
  /** Leaves out a number, for a job that did not get here. */
  skip() {
    this.#next += 1;
    this.#advance();
  }
  get(id) {
    return id >= this.#first && id < this.#next ? this.#jobs[id % windowSize] : void 0;
  }
  /** Takes one out. */
  delete(id) {
    if (this.get(id) === void 0) return;
    this.#jobs[id % windowSize] = void 0;
    this.#size -= 1;
    if (id < this.#passedBefore) this.#passed -= 1;
    this.#advance();
  }
  /** All, the oldest first. They may be deleted meanwhile. */
  *[Symbol.iterator]() {
    for (let id = this.#first; id < this.#next; id++) {
      const job = this.get(id);
      if (job !== void 0) yield [id, job];
    }
  }
  /** Takes out all. */
  drain() {
    const all = [...this].map(([id, job]) => [id, job]);
    for (const [id] of all) this.delete(id);
    return all;
  }
  #advance() {
    while (this.#first < this.#next && this.#jobs[this.#first % windowSize] === void 0) this.#first += 1;
  }
};

// shared/process-hold.ts
var ProcessHold = class {
  #host;
  #worker;
  #isNeeded;
  #isHeld = false;
  #isEnding = false;
  /** @param isNeeded whether the worker has something to do */
  constructor(host, worker, isNeeded) {
    this.#host = host;
    this.#worker = worker;
    this.#isNeeded = isNeeded;
  }
  begin() {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#worker.ref();
  }
  /** Lets go when the event loop has turned, unless it is needed again by then. */
  endSoon() {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#host.turn(() => {
      this.#isEnding = false;
      if (!this.#isNeeded()) this.end();
    });
  }
  end() {
    this.#isHeld = false;
    this.#worker.unref();
  }
};

// shared/thread-depth.ts
function threadDepth() {
  return thread5.depth;
}
function refuseTooDeep() {
  const { depth } = thread5;
  if (depth < deepest2) return;
  throw new Error(
    `Cannot start a worker here, ${depth} workers deep: let tasks return, and submit where they end`
  );
}
var thread5 = onceInThread("depth", () => ({ depth: 0 }));
var deepest2 = 3;

// shared/worker-exited-error.ts
var WorkerExitedError = class extends Error {
  name = "WorkerExitedError";
  /** The name of the task whose future this error ends. */
  task;
  /** What the worker exited with; 1 where the runtime does not say. */
  exitCode;
  /** @param options `cause`: the error that ended the worker, where it is known */
  constructor(task2, exitCode, options) {
    super(`Cannot finish task "${task2}": its worker exited with code ${exitCode}`, options);
    this.task = task2;
    this.exitCode = exitCode;
  }
};

// shared/pool-worker.ts
var PoolWorker = class {
  /** How many jobs it has answered. */
  served = 0;
  /** When it last became idle, by `now()`. */
  idleSince = 0;
  /** Since when jobs wait behind the one that runs now, by `now()`. */
  waitingSince = 0;
  #owner;
  #host;
  #graceMs;
  #slots = new Int32Array(new SharedArrayBuffer(4 * windowSize));
  /** The job whose turn it was at the last {@link mark}, 0 for none. */
  #marked = 0;
  /** At how many marks in a row it had been that one before. */
  #marks = 0;
  #worked = new Float64Array(new SharedArrayBuffer(8));
  #workedBefore = 0;
  #hosted;
  #hold;
  #line;
  #jobs = new JobWindow();
  #initialized;
  #ready = false;
  #ended = false;
  #terminating = false;
  #burning = false;
  /** Whether jobs were taken back from behind the one that runs: that one is a long one, or nothing waits long there. */
  #gaveBack = false;
  /** Whether it has to catch up with what it was sent before it can be called idle. */
  #behind = false;
  #isHearing = false;
  /** Whether arguments are being cloned. A getter of theirs may do anything, but nothing else gets onto the line meanwhile. */
  #isCloning = false;
  /** The job that was asked to stop, and has a little time to do so by itself. */
  #stopping;
  #grace;
  #farewell;
  #look;
  /** While the thread was asked whether it still listens, and has not answered. */
  #cancelCheck;
  /** @param tasks what the thread will probably be asked for first: it begins to load that as soon as it is up */
  constructor(owner, settings, tasks) {
    this.#owner = owner;
    this.#host = settings.host;
    this.#graceMs = settings.graceMs;
    this.#initialized = settings.initializer !== void 0;
    refuseTooDeep();
    refuseUncloneable(settings.initializer?.args);
    const memory = lineMemory(settings.host.parallelism > 1);
    this.#hosted = settings.host.spawn(
      {
        memory,
        slots: this.#slots,
        worked: this.#worked,
        depth: threadDepth() + 1,
        tasks,
        initializer: settings.initializer
      },
      this,
      settings.resourceLimits
    );
    this.#hold = new ProcessHold(settings.host, this.#hosted, () => this.isAwaited);
    this.#line = new ExecutorEnd(
      memory,
      tasks,
      (message, transfer) => this.#hosted.post(message, transfer),
      () => this.#hear(),
      settings.host.isProxy,
      settings.host.listens ? () => this.#owner.answered(this) : void 0
    );
    this.#line.leave(false);
  }
  /** Whether it has jobs. */
  get busy() {
    return this.#jobs.size > 0;
  }
  /** Whether something is to come from it: answers, or word that it has caught up. */
  get isAwaited() {
    return this.busy || this.#behind;
  }
  /** Whether it was told to end. */
  get ending() {
    return this.#terminating;
  }
  /** How many jobs are on it. */
  get load() {
    return this.#jobs.size;
  }
  /** How many of its jobs have not begun. */
  get waiting() {
    this.#jobs.pass((id) => !isJob(this.#slots, id, jobState.waiting));
    return Math.max(0, this.#jobs.size - Math.max(1, this.#jobs.passed));
  }
  /** Whether it was told to end in the middle of a job, or long ago, and has not. */
  get burning() {
    return this.#burning;
  }
  /** To be called every millisecond, by whoever asks whether it {@link lasts}. */
  mark() {
    const id = this.#jobs.oldest?.id ?? 0;
    this.#marks = id > 0 && id === this.#marked ? this.#marks + 1 : 0;
    this.#marked = id;
  }
  /** Whether the job whose turn it is was so at the last two marks, or the thread takes long to start. */
  get lasts() {
    return this.#marks >= (this.#ready ? 1 : startMarks) && this.#jobs.oldest?.id === this.#marked;
  }
  /** Whether it can take a job behind the one that runs, up to so many in all. */
  hasRoomAhead(most) {
    const { size } = this.#jobs;
    return size > 0 && size < most && this.#jobs.hasRoom && this.#ready && !this.#gaveBack && this.#stopping === void 0 && !this.#terminating && !this.#isCloning && this.#line.hasRoom;
  }
  /** Gives the job to the thread; `false` if its arguments cannot be cloned, and it has been rejected for that. */
  run(job) {
    const id = this.#jobs.next;
    enterJob(this.#slots, id);
    const wasBusy = this.busy;
    this.#isCloning = true;
    try {
      if (job.scope === void 0) this.#call(id, job);
      else job.scope.runInAsyncScope(() => this.#call(id, job));
    } catch (error) {
      this.#isCloning = false;
      this.#jobs.skip();
      job.reject(error);
      if (wasBusy && !this.busy) this.#advance();
      return false;
    }
    this.#isCloning = false;
    if (this.#jobs.size === 0) this.#hold.begin();
    else if (this.#jobs.size === 1) this.waitingSince = now2();
    this.#jobs.add(job);
    job.worker = this;
    if (!this.#ready) this.#lookLater();
    else if (this.#jobs.size === 1) this.#markRunning();
    if (job.settled) this.abort(job, job.ending?.reason);
    return true;
  }
  #call(id, { task: { address, options }, args, chunked }) {
    this.#line.call(id, address, { args, chunked, transfer: options.transfer });
  }
  /** A busy thread's "ready" may lie in it until the job ends (Deno 2.7): the slot tells as soon as one has begun. */
  #lookLater() {
    stopTimer2(this.#look);
    this.#look = startTimer2(() => {
      const { oldest } = this.#jobs;
      if (this.#ready || this.#terminating || oldest === void 0) return;
      if (isJob(this.#slots, oldest.id, jobState.running)) this.#becomeReady();
      else this.#lookLater();
    }, lookMs);
  }
  #becomeReady() {
    if (this.#ready) return;
    this.#ready = true;
    stopTimer2(this.#look);
    this.#markRunning();
    this.#owner.advanced();
  }
  /** Settles the futures of the jobs that the thread has answered. `true` if there were any. */
  collect() {
    let answered = 0;
    for (let answer = this.#line.next(); answer !== void 0; answer = this.#line.next()) {
      this.#settle(answer);
      answered += 1;
    }
    if (answered === 0) return false;
    this.#line.release();
    this.#ready = true;
    this.#gaveBack = false;
    this.served += answered;
    const worked = this.#worked[0] ?? 0;
    this.#owner.completed(answered, worked - this.#workedBefore);
    this.#workedBefore = worked;
    this.#advance();
    return true;
  }
  /** Whether {@link collect} would find something. */
  get hasAnswer() {
    return this.#line.hasAnswer;
  }
  /** The executor looks for answers by itself until it says that it {@link sleep}s. */
  watch() {
    this.#line.stay();
  }
  /**
   * From now on the thread sends a message when it has answered. `false` if it already has.
   *
   * @param patient when it has answered most of many will do, or when the executor looks by itself
   */
  sleep(patient) {
    return this.#line.leave(patient);
  }
  /** Whether the thread has begun with the job whose turn it is, as far as it is expected to. */
  get hasBegun() {
    const { oldest } = this.#jobs;
    if (!this.#ready || this.#terminating || oldest === void 0) return true;
    return !isJob(this.#slots, oldest.id, jobState.waiting);
  }
  /** Wakes the thread once more if it has not begun. */
  nudge() {
    if (!this.hasBegun) this.#line.nudge();
  }
  /** Blocks this thread until the worker answers, or the time is over. */
  park(ms) {
    this.#line.park(ms);
  }
  /** The job that waits for the initializer, which may never end. */
  get uninitialized() {
    return this.#initialized && !this.#ready ? this.#jobs.oldest : void 0;
  }
  /** Takes back the later half of the jobs that wait behind the one that runs, as far as they have not begun. */
  giveBack(all = false) {
    if (this.#jobs.size < 2) return [];
    const waiting = [...this.#jobs].slice(1);
    const back = [];
    for (const [id, job] of all ? waiting : waiting.slice(Math.floor(waiting.length / 2))) {
      if (!this.#recall(id)) continue;
      this.#jobs.delete(id);
      job.worker = void 0;
      back.push(job);
    }
    if (back.length > 0) this.#gaveBack = true;
    return back;
  }
  /** Makes the job end: at once if it has not begun, after the grace with the whole thread if it does not listen. */
  abort(job, reason) {
    const { id } = job;
    if (this.#jobs.get(id) !== job) return;
    if (this.#recall(id)) {
      this.#gaveBack = this.#jobs.size > 1;
      const isLate = this.#ready && this.#jobs.oldest === job;
      this.#jobs.delete(id);
      this.#advance();
      job.stopped();
      if (isLate) this.#checkUp();
      return;
    }
    this.#line.abort({ kind: "abort", id, reason: encodeThrown(reason) });
    moveJob(this.#slots, id, jobState.running, jobState.aborted);
    if (!this.#clearBehind(id)) return;
    this.#stopping = id;
    if (this.#graceMs > longestTimer) return;
    const latest = now2() + this.#graceMs + stopMs;
    const giveUp = () => {
      while (this.#hear()) ;
      this.#owner.answered(this);
      if (this.#stopping !== id) return;
      if (this.#line.hasMore && now2() < latest) {
        this.#grace = startTimer2(giveUp, 1);
        return;
      }
      job.stopped();
      this.terminate();
    };
    this.#grace = startTimer2(giveUp, this.#graceMs);
  }
  /** The thread should have begun with a job, and has not: what another one left behind may keep it busy for ever. */
  #checkUp() {
    if (this.#cancelCheck !== void 0 || this.#terminating) return;
    this.#line.catchUp();
    const { served } = this;
    const look = () => {
      if (this.#cancelCheck === void 0) return;
      this.#cancelCheck = void 0;
      const { oldest } = this.#jobs;
      if (this.served > served || oldest && !isJob(this.#slots, oldest.id, jobState.waiting)) return;
      this.#owner.notIdle(this);
      this.terminate(stopMs);
    };
    this.#cancelCheck = this.#host.later(farewellMs, () => this.#host.turn(look));
  }
  /**
   * Takes back the jobs behind the one that is to stop, since that may cost the thread; `false` if one of them has
   * begun: then the other one has ended, and its answer is on the way.
   */
  #clearBehind(id) {
    const jobs = this.giveBack(true);
    if (jobs.length > 0) this.#owner.returned(jobs);
    return this.#jobs.last === id;
  }
  /** Ends the thread if it has no job. */
  retire() {
    if (!this.busy && !this.#isCloning) this.terminate();
  }
  /**
   * Ends the thread, whatever it does.
   *
   * @param waitMs how long a thread without a job may take for that
   */
  terminate(waitMs = farewellMs) {
    if (this.#terminating || this.#ended) return;
    this.#terminating = true;
    this.#clearTimers();
    this.collect();
    const jobs = this.#jobs.drain();
    this.#hold.end();
    this.#hosted.terminate();
    const begun = jobs.filter(([id]) => !this.#recall(id)).map(([, job]) => job);
    this.#owner.returned(jobs.map(([, job]) => job).filter((job) => !begun.includes(job)));
    for (const job of begun) job.reject(new WorkerExitedError(job.task.name, 1));
    this.#burning = begun.length > 0;
    this.#farewell = startTimer2(() => this.#giveUp(), this.#burning ? stopMs : waitMs);
  }
  /** Its executor has ended, and does not wait for a thread that goes on. */
  letGo() {
    this.#hosted.letGo?.();
  }
  /** The thread goes on although it was told to end: nobody waits for it any longer. */
  #giveUp() {
    this.#burning = true;
    this.#owner.gaveUp(this);
  }
  received(message) {
    if (message.kind === "ready") {
      this.#becomeReady();
      return;
    }
    if (message.kind === "broken") {
      this.#owner.broken(decodeThrown(message.error));
      this.terminate();
      return;
    }
    if (message.kind === "caughtUp") {
      this.#cancelCheck?.();
      this.#cancelCheck = void 0;
      if (this.#behind) this.#caughtUp();
    } else if (message.kind !== "wake") {
      this.#line.receive(message);
    }
    if (!this.#isHearing) this.#owner.answered(this);
  }
  #caughtUp() {
    this.#behind = false;
    if (!this.busy) this.#advance();
  }
  misheard(error) {
    this.#line.fail(error);
    if (!this.#isHearing) this.#owner.answered(this);
  }
  /** Hears the next message before the event loop does, for whoever is about to collect. */
  #hear() {
    if (this.#hosted.hear === void 0) return false;
    this.#isHearing = true;
    try {
      return this.#hosted.hear();
    } finally {
      this.#isHearing = false;
    }
  }
  #settle(answer) {
    const { id } = answer;
    const job = this.#jobs.get(id);
    if (job === void 0) return;
    this.#jobs.delete(id);
    if (this.#stopping === id) {
      stopTimer2(this.#grace);
      this.#stopping = void 0;
    }
    if (answer.kind === "fulfilled") job.fulfil(job.chunked ? decodeOutcome(answer.value) : answer.value);
    else if (answer.kind === "rejected") job.reject(decodeThrown(answer.error));
    else job.stopped();
  }
  exited(code, error) {
    if (this.#ended) return;
    const wasTold = this.#terminating;
    this.#terminating = true;
    this.#ended = true;
    this.#clearTimers();
    this.collect();
    this.#line.end();
    const options = error === void 0 ? void 0 : { cause: error.thrown };
    const jobs = this.#jobs.drain();
    if (!this.#ready && !wasTold && this.#initialized) {
      this.#owner.broken(new WorkerExitedError("initializer", code, options));
    }
    if (error !== void 0 && jobs.length === 0 && !wasTold) {
      console.error("A worker ended while no task ran on it, through:", error.thrown);
    }
    const again = [];
    const [first] = jobs;
    for (const [id, job] of jobs) {
      const isSuspect = !this.#ready || this.served === 0 && id === first?.[0];
      const isHopeless = isSuspect && job.stillborn() === mostStillbirths;
      const retry = this.#recall(id) && !isHopeless && !job.moved;
      if (retry) again.push(job);
      else if (job.ending !== void 0) job.stopped();
      else job.reject(new WorkerExitedError(job.task.name, code, options));
    }
    this.#owner.exited(this, again);
  }
  #clearTimers() {
    stopTimer2(this.#look);
    stopTimer2(this.#farewell);
    stopTimer2(this.#grace);
    this.#cancelCheck?.();
  }
  /** Some of its jobs are gone. */
  #advance() {
    if (this.busy) {
      if (this.#jobs.size > 1) this.waitingSince = now2();
      this.#markRunning();
      this.#owner.advanced();
    } else if (this.#terminating || this.#behind || this.#isCloning) {
      return;
    } else if (this.#line.isBehind) {
      this.#behind = true;
      this.#line.catchUp();
    } else {
      this.#hold.endSoon();
      this.#owner.freed(this);
    }
  }
  /** The job whose turn it is has begun, or is about to. */
  #markRunning() {
    for (let job = this.#jobs.oldest; job?.future.state === "pending"; job = this.#jobs.oldest) {
      if (job.started()) return;
      this.#recall(job.id);
      this.#jobs.delete(job.id);
    }
  }
  #recall(id) {
    return moveJob(this.#slots, id, jobState.waiting, jobState.recalled);
  }
};
var stopMs = 100;
var farewellMs = 2e3;
var lookMs = 10;
var startMarks = 50;
var mostStillbirths = 3;

// shared/queue-full-error.ts
var QueueFullError = class extends Error {
  name = "QueueFullError";
  constructor(task2, maxQueue) {
    super(`Cannot queue task "${task2}": ${maxQueue} tasks are waiting, and maxQueue allows no more`);
  }
};

// shared/job-queue.ts
var JobQueue = class {
  #jobs = [];
  #head = 0;
  #size = 0;
  /** How many wait. */
  get size() {
    return this.#size;
  }
  push(job) {
    this.#jobs.push(job);
    job.id = inQueue;
    this.#size += 1;
  }
  /** Puts a job back to the front: it has been first before. */
  unshift(job) {
    if (this.#head > 0) {
      this.#head -= 1;
      this.#jobs[this.#head] = job;
    } else {
      this.#jobs.unshift(job);
    }
    job.id = inQueue;
    this.#size += 1;
  }
  /** Puts jobs back, before those that were submitted later. */
  putBack(jobs) {
    if (jobs.length === 0) return;
    const back = [...jobs];
    const last = Math.max(...jobs.map(({ order }) => order));
    for (let next = this.shift(); next !== void 0; next = this.shift()) {
      if (next.order > last) {
        this.unshift(next);
        break;
      }
      back.push(next);
    }
    for (const job of back.sort((a, b) => b.order - a.order)) this.unshift(job);
  }
  shift() {
    while (this.#head < this.#jobs.length) {
      const job = this.#jobs[this.#head];
      this.#jobs[this.#head] = void 0;
      this.#head += 1;
      if (job?.id !== inQueue) continue;
      this.#compact();
      job.id = 0;
      this.#size -= 1;
      return job;
    }
    this.#jobs = [];
    this.#head = 0;
    return void 0;
  }
  /** Leaves the job out, if it waits. */
  drop(job) {
    if (job.id !== inQueue) return;
    job.id = 0;
    this.#size -= 1;
    if (this.#size === 0) {
      this.#jobs = [];
      this.#head = 0;
    }
  }
  /** Takes out all. */
  *drain() {
    for (let job = this.shift(); job !== void 0; job = this.shift()) yield job;
  }
  /** Moves what is left to a new array when more than half of the old one is used up. */
  #compact() {
    if (this.#head < 1024 || this.#head * 2 < this.#jobs.length) return;
    this.#jobs = this.#jobs.slice(this.#head);
    this.#head = 0;
  }
};

// shared/waiting-jobs.ts
var WaitingJobs = class {
  #workers;
  #isAheadAllowed;
  #queue = new JobQueue();
  /** How long a job takes, as far as the last ones tell, in milliseconds. */
  #paceMs = Number.POSITIVE_INFINITY;
  /** So many jobs were answered lately. */
  #lateJobs = 0;
  /** What they took in all. One thread that the system lets stand for a moment hardly shows in that. */
  #lateMs = 0;
  /** @param isAheadAllowed whether jobs may wait on the workers at all */
  constructor(workers, isAheadAllowed) {
    this.#workers = workers;
    this.#isAheadAllowed = isAheadAllowed;
  }
  /** How many wait in the queue. */
  get queued() {
    return this.#queue.size;
  }
  /** How many there are, in the queue and on the workers. */
  get count() {
    let count3 = this.#queue.size;
    for (const worker of this.#workers) count3 += worker.waiting;
    return count3;
  }
  /** Whether there are any. */
  get some() {
    if (this.#queue.size > 0) return true;
    for (const worker of this.#workers) if (worker.load > 1) return true;
    return false;
  }
  /** Whether they will probably take less time than it takes to wake a thread, as the last ones did. */
  get areShort() {
    return this.#lateMs < shortMs * this.#lateJobs;
  }
  /** Adds one, behind all others. {@link spread} gives it to a worker, if one has room. */
  add(job) {
    this.#queue.push(job);
  }
  /** Adds some that were here before, in front of those that were submitted later. */
  putBack(jobs) {
    this.#queue.putBack(jobs);
  }
  /** Leaves the job out, if it waits in the queue. */
  drop(job) {
    this.#queue.drop(job);
  }
  /** Takes the next one for a worker that has none: also one that waits on another worker. */
  next() {
    this.#takeBackFromLong();
    if (this.#queue.size === 0) this.#takeBackHalf();
    return this.#queue.shift();
  }
  /** Gives the busy workers jobs to go on with. One whose arguments move could not be taken back. */
  spread() {
    if (!this.#isAheadAllowed) return;
    const most = 2 + Math.min(mostAhead, Math.floor(aheadMs / this.#paceMs));
    while (this.#queue.size > 0) {
      const worker = this.#freest(most);
      if (worker === void 0) return;
      const job = this.#queue.shift();
      if (job === void 0) return;
      if (job.moved) {
        this.#queue.unshift(job);
        return;
      }
      worker.run(job);
    }
  }
  /** The same when some worker came to its next job: what waits behind a long one goes elsewhere. */
  spreadAgain() {
    if (this.#queue.size === 0) return;
    this.#takeBackFromLong();
    this.spread();
  }
  /** Takes out all. */
  takeAll() {
    this.#queue.putBack([...this.#workers].flatMap((worker) => worker.giveBack(true)));
    return [...this.#queue.drain()];
  }
  /** Learns that so many jobs took a thread so long. */
  learn(jobs, ms) {
    const before = this.#paceMs === Number.POSITIVE_INFINITY ? 0 : this.#paceMs;
    this.#paceMs = Math.max(ms / jobs, before / 2);
    const weight = Math.min(1, mostLate / (this.#lateJobs + jobs));
    this.#lateJobs = weight * (this.#lateJobs + jobs);
    this.#lateMs = weight * (this.#lateMs + ms);
  }
  /** The worker with the fewest jobs, of those that can take one more. */
  #freest(most) {
    let freest;
    for (const worker of this.#workers) {
      if (worker.hasRoomAhead(most) && worker.load < (freest?.load ?? most)) freest = worker;
    }
    return freest;
  }
  /** Puts half of the jobs that wait on the worker with most of them back to the queue. */
  #takeBackHalf() {
    const loaded2 = [...this.#workers].filter(({ load: load2 }) => load2 > 1).sort((a, b) => b.load - a.load);
    for (const worker of loaded2) {
      this.#queue.putBack(worker.giveBack());
      if (this.#queue.size > 0) return;
    }
  }
  /** Puts jobs that wait behind a long one back to the front of the queue. */
  #takeBackFromLong() {
    for (const worker of this.#workers) {
      if (worker.load < 2 || now2() - worker.waitingSince < longMs) continue;
      this.#queue.putBack(worker.giveBack(true));
    }
  }
};
var longMs = 20;
var shortMs = 0.1;
var mostLate = 1e3;
var aheadMs = 2;
var mostAhead = 1e3;

// shared/worker-pool.ts
var WorkerPool = class {
  #settings;
  /** That of who made it, for the arguments of its initializer, and for all that threads keep. */
  #context = asyncScope();
  #workers = /* @__PURE__ */ new Set();
  /** Those that cannot be stopped. They are no part of the pool any more. */
  #lost = /* @__PURE__ */ new Set();
  /** The last one to become idle is the first to be used: the others may end. */
  #idle = [];
  #waiting;
  #lookout;
  #roomListeners = [];
  #ended;
  #end = () => {
  };
  #completed = 0;
  /** Whether jobs wait although a worker is idle, or could be started: enough of them are at work. */
  #holdsBack = false;
  #cancelWatch;
  #closing = false;
  #broken;
  #cancelReaper;
  constructor(settings) {
    this.#settings = settings;
    this.#waiting = new WaitingJobs(this.#workers, settings.tasksPerWorker === Number.POSITIVE_INFINITY);
    this.#lookout = new Lookout(this.#workers, settings.host);
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    while (this.#workers.size < settings.minWorkers) this.#idle.push(this.#startWorker([]));
  }
  submit(task2, args, chunked) {
    refuseWhileLoading(task2.name);
    if (this.#closing) throw new Error(`Cannot submit task "${task2.name}": its executor has been shut down`);
    const job = new Job(task2, args, chunked, this);
    if (job.settled) return job.future;
    if (this.#broken !== void 0) job.reject(new BrokenExecutorError(task2.name, this.#broken));
    else if (this.#holdsBack || this.#waiting.queued > 0 || !this.#place(job)) this.#enqueue(job);
    return job.future;
  }
  hasRoom() {
    return this.#closing || this.#hasQueueRoom() || this.#canPlace();
  }
  onRoom(listener) {
    this.#roomListeners.push(listener);
  }
  shutdown({ wait = true, cancelFutures = false }) {
    this.#closing = true;
    this.#cancelReaper?.();
    if (cancelFutures) {
      for (const job of this.#waiting.takeAll()) job.future.cancel();
      for (const worker of this.#workers) worker.uninitialized?.future.cancel();
    }
    this.#fill();
    this.#idle.length = 0;
    for (const worker of this.#workers) worker.retire();
    this.#endIfDone();
    return wait ? this.#ended : Promise.resolve();
  }
  stats() {
    const workers = [...this.#workers, ...this.#lost];
    return {
      workers: workers.length,
      busy: workers.filter((worker) => worker.busy).length,
      idle: this.#idle.length,
      queued: this.#waiting.count,
      completed: this.#completed,
      burning: workers.filter((worker) => worker.burning).length
    };
  }
  drop(job, reason) {
    this.#waiting.drop(job);
    job.worker?.abort(job, reason);
    this.#tellRoom();
  }
  abort(job, reason) {
    job.worker?.abort(job, reason);
  }
  answered(worker) {
    this.#lookout.collect([worker]);
  }
  freed(worker) {
    if (worker.served >= this.#settings.tasksPerWorker) {
      worker.terminate();
      return;
    }
    let areEnough = false;
    while (!areEnough) {
      areEnough = !this.#closing && this.#areEnough();
      const next = areEnough ? void 0 : this.#waiting.next();
      if (next === void 0) break;
      if (!worker.run(next)) continue;
      this.#waiting.spread();
      this.#tellRoom();
      return;
    }
    if (this.#closing || this.#broken !== void 0) {
      worker.terminate();
    } else {
      worker.idleSince = now2();
      this.#idle.push(worker);
      this.#holdsBack = areEnough && this.#waiting.some;
      if (this.#holdsBack) this.#watch();
      this.#reapLater();
    }
    this.#tellRoom();
  }
  advanced() {
    this.#waiting.spreadAgain();
    this.#tellRoom();
  }
  returned(jobs) {
    const again = jobs.filter((job) => !job.settled);
    for (const job of jobs) {
      job.worker = void 0;
      job.keepScope(() => this.#context);
    }
    if (this.#broken === void 0) this.#waiting.putBack(again);
    else for (const job of again) job.reject(new BrokenExecutorError(job.task.name, this.#broken));
    this.#fill();
  }
  completed(jobs, ms) {
    this.#completed += jobs;
    this.#waiting.learn(jobs, ms);
  }
  broken(cause) {
    if (this.#broken !== void 0) return;
    this.#broken = { cause };
    for (const job of this.#waiting.takeAll())
      job.reject(new BrokenExecutorError(job.task.name, this.#broken));
    for (const worker of this.#idle.splice(0)) worker.terminate();
    this.#tellRoom();
  }
  notIdle(worker) {
    const index = this.#idle.indexOf(worker);
    if (index >= 0) this.#idle.splice(index, 1);
  }
  gaveUp(worker) {
    this.#lost.add(worker);
    this.#remove(worker);
  }
  exited(worker, again) {
    this.#lost.delete(worker);
    this.#remove(worker, again);
  }
  #remove(worker, again = []) {
    this.#workers.delete(worker);
    this.notIdle(worker);
    this.returned(again);
    this.#endIfDone();
  }
  #hasQueueRoom() {
    const { maxQueue } = this.#settings;
    return maxQueue === Number.POSITIVE_INFINITY || this.#waiting.count < maxQueue;
  }
  #enqueue(job) {
    while (!this.#hasQueueRoom()) {
      if (this.#fillOne()) continue;
      if (this.#canPlace()) this.#give(job);
      else job.reject(new QueueFullError(job.task.name, this.#settings.maxQueue));
      return;
    }
    job.keepScope(asyncScope);
    this.#waiting.add(job);
    this.#lookout.soon();
    if (this.#waiting.queued % manyJobs2 === 0) this.#lookout.collect([...this.#workers]);
    this.#waiting.spread();
  }
  /** Gives jobs that wait to idle workers and to new ones, as far as there may be more. */
  #fill() {
    this.#holdsBack = false;
    while (this.#mayPlace() && this.#fillOne()) ;
    this.#tellRoom();
  }
  /** Gives one that waits to an idle worker, or to a new one; `false` if nothing waits, or there is none. */
  #fillOne() {
    const job = this.#canPlace() ? this.#waiting.next() : void 0;
    if (job !== void 0) this.#give(job);
    return job !== void 0;
  }
  /** Gives the job to a worker, if one is idle or may be started, and is needed. */
  #place(job) {
    const may = this.#mayPlace();
    if (may) this.#give(job);
    return may;
  }
  #give(job) {
    try {
      const worker = this.#idle.pop() ?? this.#startWorker([job.task.address]);
      worker.watch();
      this.#lookout.soon();
      if (!worker.run(job)) this.freed(worker);
    } catch (error) {
      job.reject(error);
    }
  }
  #mayPlace() {
    if (!this.#canPlace()) return false;
    this.#holdsBack = this.#areEnough();
    if (this.#holdsBack) this.#watch();
    return !this.#holdsBack;
  }
  /**
   * Whether jobs are so short that a worker more would only take turns with those that are at work, since these are as many
   * as there are cores.
   */
  #areEnough() {
    const { parallelism } = this.#settings.host;
    if (this.#workers.size - this.#idle.length < parallelism) return false;
    if (!this.#waiting.areShort || this.#closing && this.#idle.length > 0) return false;
    let atWork = 0;
    for (const worker of this.#workers) {
      if (worker.busy && !worker.ending && !worker.lasts) atWork += 1;
    }
    return atWork >= parallelism;
  }
  /** While jobs are held back: a worker whose job lasts is not counted, since it may be waiting for something. */
  #watch() {
    if (this.#cancelWatch !== void 0) return;
    for (const worker of this.#workers) worker.mark();
    const look = () => {
      this.#lookout.collect([...this.#workers]);
      for (const worker of this.#workers) worker.mark();
      if (this.#waiting.some) this.#fill();
      else this.#holdsBack = false;
      this.#cancelWatch = this.#holdsBack ? workerHost().later(watchMs, look) : void 0;
    };
    this.#cancelWatch = workerHost().later(watchMs, look);
  }
  #canPlace() {
    return this.#idle.length > 0 || this.#workers.size < this.#settings.maxWorkers;
  }
  /** @param tasks what it is for */
  #startWorker(tasks) {
    const worker = this.#context.runInAsyncScope(() => new PoolWorker(this, this.#settings, tasks));
    this.#workers.add(worker);
    return worker;
  }
  /** Ends workers that have been idle for too long, when the first of them has been. */
  #reapLater() {
    const { idleTimeoutMs, minWorkers } = this.#settings;
    const [oldest] = this.#idle;
    if (this.#cancelReaper !== void 0 || oldest === void 0 || this.#lasting() <= minWorkers) return;
    if (idleTimeoutMs === Number.POSITIVE_INFINITY) return;
    const wait = Math.max(1, oldest.idleSince + idleTimeoutMs - now2());
    const due = wait <= longestTimer ? oldest.idleSince : Number.NEGATIVE_INFINITY;
    this.#cancelReaper = workerHost().later(Math.min(wait, longestTimer), () => {
      this.#cancelReaper = void 0;
      const expired = Math.max(due, now2() - idleTimeoutMs);
      const idle = this.#idle.findIndex((worker) => worker.idleSince > expired);
      const spare = Math.min(idle === -1 ? this.#idle.length : idle, this.#lasting() - minWorkers);
      for (const worker of this.#idle.splice(0, Math.max(0, spare))) worker.terminate();
      this.#reapLater();
    });
  }
  /** How many workers were not told to end. */
  #lasting() {
    let count3 = 0;
    for (const worker of this.#workers) if (!worker.ending) count3 += 1;
    return count3;
  }
  #tellRoom() {
    if (this.#roomListeners.length === 0 || !this.hasRoom()) return;
    for (const listener of this.#roomListeners.splice(0)) listener();
  }
  #endIfDone() {
    if (!this.#closing || this.#waiting.queued > 0 || this.#workers.size > 0) return;
    for (const worker of this.#lost) worker.letGo();
    this.#cancelWatch?.();
    this.#lookout.end();
    this.#end();
  }
};
var manyJobs2 = 128;
var watchMs = 1;

// shared/thread-pool-executor.ts
var ThreadPoolExecutor = class {
  #pool;
  /** @throws {RangeError} if an option is out of its range */
  constructor(options = {}) {
    this.#pool = new WorkerPool(poolSettings(options));
  }
  submit(task2, ...args) {
    return this.#pool.submit(definitionOf(task2), args, false);
  }
  map(task2, ...iterables) {
    return mapTask(this.#pool, task2, iterables);
  }
  shutdown(options = {}) {
    return this.#pool.shutdown(options);
  }
  [Symbol.asyncDispose]() {
    return this.shutdown();
  }
  stats() {
    return this.#pool.stats();
  }
};

// shared/default-executor.ts
function getDefaultExecutor() {
  thread6.executor ??= new ThreadPoolExecutor();
  return thread6.executor;
}
function setDefaultExecutor(executor) {
  if (typeof executor?.submit !== "function") {
    throw new TypeError(`Cannot make ${String(executor)} the default executor: it has no submit`);
  }
  thread6.executor = executor;
}
var thread6 = onceInThread("default-executor", () => ({
  executor: void 0
}));

// shared/inline-queue.ts
var InlineQueue = class {
  #graceMs;
  #queue = new JobQueue();
  #ended;
  #end = () => {
  };
  #running;
  #grace;
  #working = false;
  #completed = 0;
  #closing = false;
  constructor(graceMs) {
    this.#graceMs = graceMs;
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }
  submit(task2, args, chunked) {
    if (this.#closing) throw new Error(`Cannot submit task "${task2.name}": its executor has been shut down`);
    const job = new InlineJob(task2, args, chunked, this);
    if (job.settled) return job.future;
    this.#queue.push(job);
    if (!this.#working) this.#next();
    return job.future;
  }
  hasRoom() {
    return true;
  }
  onRoom() {
  }
  shutdown({ wait = true, cancelFutures = false }) {
    this.#closing = true;
    if (cancelFutures) for (const job of this.#queue.drain()) job.future.cancel();
    if (!this.#working) this.#end();
    return wait ? this.#ended : Promise.resolve();
  }
  stats() {
    const busy = this.#running === void 0 ? 0 : 1;
    const queued = this.#queue.size;
    return { workers: 1, busy, idle: 1 - busy, queued, completed: this.#completed, burning: 0 };
  }
  drop(job) {
    this.#queue.drop(job);
  }
  abort(job, reason) {
    const running = this.#running;
    if (running?.job !== job) return;
    running.scope.abort(reason);
    if (this.#graceMs <= longestTimer) this.#grace = startTimer2(running.giveUp, this.#graceMs);
  }
  /** The next job's turn begins. */
  #next() {
    const job = this.#queue.shift();
    this.#working = job !== void 0;
    if (job !== void 0) takeTurn(job.turn, () => void this.#run(job));
    else if (this.#closing) this.#end();
  }
  /** Resolves when the job has ended, even if it was given up long ago. */
  async #run(job) {
    if (!job.started()) return this.#next();
    const scope = new TaskScope(() => job.checkTime());
    let isOver = false;
    const end = (settle) => {
      if (isOver) return;
      isOver = true;
      stopTimer2(this.#grace);
      this.#running = void 0;
      this.#completed += 1;
      settle();
      this.#next();
    };
    this.#running = { job, scope, giveUp: () => end(() => job.stopped()) };
    end(await outcome(job, scope));
  }
};
var InlineJob = class extends Job {
  turn = reserveTurn();
};
async function outcome(job, scope) {
  const { run } = job.task;
  const { args, chunked } = job;
  try {
    const value = await runInTask(
      scope,
      () => chunked ? runChunk(run, args, scope) : run(...args)
    );
    job.checkTime();
    return () => job.fulfil(value);
  } catch (error) {
    const { ending } = job;
    const stopped = ending !== void 0 && (error === ending.reason || isAbortError(error));
    return () => stopped ? job.stopped() : job.reject(error);
  }
}

// shared/inline-executor.ts
var InlineExecutor = class {
  #queue;
  /** @param options `graceMs`: how long a running task that was cancelled may take to end; default 100 */
  constructor({ graceMs = 100 } = {}) {
    span("graceMs", graceMs);
    this.#queue = new InlineQueue(graceMs);
  }
  submit(task2, ...args) {
    return this.#queue.submit(definitionOf(task2), args, false);
  }
  map(task2, ...iterables) {
    return mapTask(this.#queue, task2, iterables);
  }
  shutdown(options = {}) {
    return this.#queue.shutdown(options);
  }
  [Symbol.asyncDispose]() {
    return this.shutdown();
  }
  stats() {
    return this.#queue.stats();
  }
};

// shared/task-group.ts
var TaskGroup = class _TaskGroup {
  #controller = new AbortController();
  #outer;
  #children = /* @__PURE__ */ new Set();
  #errors = [];
  #seen = /* @__PURE__ */ new Set();
  #isRun = false;
  #unfollow;
  #stage = "open";
  #closed;
  #emptied;
  /** A group that is to be joined, or left through `await using`. An outer signal keeps it until then. */
  constructor({ signal } = {}) {
    this.#outer = signal;
    if (signal?.aborted) this.#controller.abort(signal.reason);
    else if (signal) this.#unfollow = followSignal(signal, () => this.#abort(signal.reason));
  }
  /**
   * Runs `body` and resolves to its value when it and all children, and all children's children, have ended.
   *
   * Rejects with an `AggregateError` of all failures, the body's included, in the order in which they happened; with
   * the reason of `signal`, bare, if that aborted and nothing failed. After `group.cancel()` it resolves to what the
   * body still returned, else to `undefined`: a body that may be cancelled so says it in its type,
   * `TaskGroup.run<number | undefined>(?)`. If `signal` has aborted already, the body is not called.
   */
  static async run(body, { signal } = {}) {
    signal?.throwIfAborted();
    const group = new _TaskGroup({ signal });
    group.#isRun = true;
    let value;
    try {
      value = await body(group);
    } catch (error) {
      if (!group.#errors.includes(error)) group.#fail(error);
    }
    await group.#close();
    return value;
  }
  /** Aborts when the group begins to cancel its children: after a failure, `cancel`, or the outer signal. */
  get signal() {
    return this.#controller.signal;
  }
  /**
   * Adds a child, which the group owns from now on: it is awaited, it is cancelled with the others, its failure is the
   * group's, and nobody else has to handle it. Children may create children as long as the group has not ended.
   *
   * Cancelling the returned future, or a `Future` given as the source, ends that child alone and is no failure. The
   * signal of a function child then aborts; if the function returned a `Future`, that is cancelled as well.
   *
   * @returns the same future if the source is one
   * @throws `AbortError` if the group is aborting, `InvalidStateError` if it has ended; nothing is called then, and a
   * `Future` that was given is cancelled
   */
  createTask(source, { name } = {}) {
    const isFunction = typeof source === "function";
    if (!isFunction && !isThenable(source)) {
      throw new TypeError(
        `Cannot create a task from ${typeof source}: give a Future, a promise or a function of the signal`
      );
    }
    if (this.#stage === "ended" || this.signal.aborted) throw this.#refusal(source);
    if (source instanceof Future) return this.#adopt(source);
    return isFunction ? this.#call(source, name ?? source.name) : this.#watch(source, name ?? "");
  }
  /**
   * Ends the group without an error: cancels all children, and lets no more in. What fails on the way out still makes
   * the group fail. Does nothing if the group is aborting already, or has ended.
   *
   * @param reason an `AbortError` unless given
   */
  cancel(reason = abortError("The task group was cancelled")) {
    if (this.#stage !== "ended") this.#abort(reason);
  }
  /**
   * Waits until all children have ended; for groups made with `new`. Rejects as `run` does. A child that waits for its
   * own group's `join()` waits for ever.
   */
  async join() {
    if (this.#isRun) {
      throw new DOMException("Cannot join a group inside TaskGroup.run, which joins it", "InvalidStateError");
    }
    this.#closed ??= this.#close();
    await this.#closed;
  }
  /**
   * Leaving the block without `join()` means that something went wrong: everything is cancelled and awaited. Rejects
   * for real failures only.
   */
  async [Symbol.asyncDispose]() {
    if (this.#stage === "ended") return;
    if (this.#closed !== void 0) return this.#closed;
    this.#abort(abortError("The task group was left without join()"));
    try {
      await this.join();
    } catch (error) {
      if (this.#errors.length > 0) throw error;
    }
  }
  #adopt(future) {
    if (this.#children.has(future)) return future;
    this.#children.add(future);
    const ended = (error) => this.#childEnded(future, error);
    react(future, () => ended(), ended);
    return future;
  }
  #call(source, name) {
    const controller = new AbortController();
    let result;
    const cancelled = (reason) => {
      controller.abort(reason);
      if (result instanceof Future) result.cancel(reason);
    };
    const child = this.#running(name, cancelled);
    this.#settleLike(child, () => {
      result = source(controller.signal);
      if (controller.signal.aborted) cancelled(controller.signal.reason);
      return result;
    });
    return child;
  }
  #watch(source, name) {
    const child = this.#running(name, ignore5);
    this.#settleLike(child, () => source);
    return child;
  }
  #running(name, cancelled) {
    const child = createFuture(name, { cancelled });
    startFuture(child);
    this.#children.add(child);
    return child;
  }
  /**
   * The child ends in the same turn as its source, or when it fails one turn later, as futures do that fail: so
   * failures keep the order in which they happened.
   */
  #settleLike(child, source) {
    react(
      outcomeOf(source),
      (value) => {
        fulfilFuture(child, value);
        this.#childEnded(child);
      },
      async (error) => {
        react(child, void 0, ignore5);
        await void 0;
        rejectFuture(child, error);
        this.#childEnded(child, error);
      }
    );
  }
  #childEnded(child, error) {
    this.#children.delete(child);
    if (child.state === "rejected" && !this.#seen.has(error)) this.#fail(error);
    if (this.#children.size === 0) this.#emptied?.();
  }
  #fail(error) {
    if (this.#isCancellation(error)) return;
    this.#errors.push(error);
    if (typeof error === "object" && error !== null) this.#seen.add(error);
    const reason = abortError("The task group is aborting: one of its tasks failed");
    this.#abort(Object.defineProperty(reason, "cause", { value: error, configurable: true, writable: true }));
  }
  #isCancellation(error) {
    const { aborted, reason } = this.signal;
    if (aborted && (error === reason || isAbortError(error))) return true;
    return this.#outer?.aborted === true && error === this.#outer.reason;
  }
  #abort(reason) {
    if (this.signal.aborted) return;
    this.#controller.abort(reason);
    if (abortDepth === deepestAbort) {
      void this.#cancelChildrenSoon(reason);
      return;
    }
    abortDepth += 1;
    try {
      this.#cancelChildren(reason);
    } finally {
      abortDepth -= 1;
    }
  }
  async #cancelChildrenSoon(reason) {
    await void 0;
    this.#cancelChildren(reason);
  }
  #cancelChildren(reason) {
    for (const child of this.#children) child.cancel(reason);
  }
  #refusal(source) {
    const refusal2 = this.#stage === "ended" ? new DOMException("Cannot create a task: the group has ended", "InvalidStateError") : abortError("Cannot create a task: the group is aborting");
    if (source instanceof Future) source.cancel(refusal2);
    else if (isPromise(source)) source.then(ignore5, ignore5);
    return refusal2;
  }
  async #close() {
    this.#stage = "closing";
    do {
      await (this.#children.size === 0 ? void 0 : this.#empty());
    } while (this.#children.size > 0);
    this.#stage = "ended";
    this.#unfollow?.();
    if (this.#errors.length > 0) {
      throw new AggregateError(this.#errors, `The task group failed with ${count2(this.#errors.length)}`);
    }
    this.#outer?.throwIfAborted();
  }
  /** The next time that the last child ends. */
  #empty() {
    return new Promise((resolve) => {
      this.#emptied = resolve;
    });
  }
};
var abortDepth = 0;
var deepestAbort = 50;
function isThenable(source) {
  return typeof source === "object" && source !== null && "then" in source;
}
function count2(errors) {
  return errors === 1 ? "1 error" : `${errors} errors`;
}
function ignore5() {
}

// shared/thread-per-task-executor.ts
var ThreadPerTaskExecutor = class {
  #pool;
  /** @throws {RangeError} if an option is out of its range */
  constructor(options = {}) {
    this.#pool = new WorkerPool({ ...poolSettings(options), tasksPerWorker: 1 });
  }
  submit(task2, ...args) {
    return this.#pool.submit(definitionOf(task2), args, false);
  }
  map(task2, ...iterables) {
    return mapTask(this.#pool, task2, iterables);
  }
  shutdown(options = {}) {
    return this.#pool.shutdown(options);
  }
  [Symbol.asyncDispose]() {
    return this.shutdown();
  }
  stats() {
    return this.#pool.stats();
  }
};

// shared/to-thread.ts
function toThread(task2, ...args) {
  return getDefaultExecutor().submit(task2, ...args);
}

// shared/transfer-result.ts
function transferResult(value, transfer) {
  transfers.set(value, transfer);
  return value;
}
var transfers = onceInThread("transfers", () => /* @__PURE__ */ new WeakMap());

// shared/unsupported-error.ts
var UnsupportedError = class extends Error {
  name = "UnsupportedError";
};

// runners/bun-thread-door.ts
installWorkerHost(bunWorkers());
export {
  BrokenExecutorError,
  Future,
  InlineExecutor,
  QueueFullError,
  TaskGroup,
  ThreadPerTaskExecutor,
  ThreadPoolExecutor,
  UnsupportedError,
  WorkerExitedError,
  currentTask,
  getDefaultExecutor,
  setDefaultExecutor,
  task,
  toThread,
  transferResult
};
