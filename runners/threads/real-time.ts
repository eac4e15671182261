import process from "node:process";
import * as timers from "node:timers";
import { longestTimer } from "../../shared/waiting/longest-timer.ts";
import type { Timer } from "../../shared/waiting/timer.ts";
import { StandInTimer, turnWithMessage } from "./stand-in-timer.ts";

// The runtime's own clock and timers, whatever a program puts in their place: before the library is loaded, or later, or inside the
// runtime (`mock.timers` of `node:test` under Deno). Those of `node:timers` can be held and let go in every surrounding, where a
// global timer may be a number.

const { setTimeout, setImmediate } = timers;
const RealTimer = realTimerClass();

/** Calls back after that time, and keeps the process alive until then. */
export function startTimer(callback: () => void, ms: number): Timer {
  if (RealTimer !== undefined) {
    const timer = setTimeout(callback, ms);
    if (timer instanceof RealTimer) return timer;
    timers.clearTimeout(timer);
  }
  return new StandInTimer(callback, ms) as unknown as Timer;
}

/** `clearTimeout` may be a fake one, too. */
export function stopTimer(timer: Timer | undefined): void {
  timer?.close();
}

/** Calls back after that time, without keeping the process alive for it. Gives what cancels it. */
export function later(ms: number, callback: () => void): () => void {
  const timer = startTimer(callback, ms).unref();
  return () => stopTimer(timer);
}

/** Calls back when the event loop has turned. */
export const turn: (callback: () => void) => void = turnFunction();

/** Milliseconds since some point in the past. */
export const now: () => number = realClock();

/** That of the timers which the runtime knows of; `undefined` if those that can be had are fake, and may throw. */
function realTimerClass(): (new () => object) | undefined {
  try {
    const before = activeResources();
    const timer = setTimeout(() => {}, longestTimer);
    const after = activeResources();
    timers.clearTimeout(timer);
    const isReal = isNative("setTimeout", setTimeout) || after === undefined || after > (before ?? 0);
    return isReal ? (timer.constructor as new () => object) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it is the runtime's of that name, and not written in JavaScript. What `bind` makes has no name there. */
function isNative(name: string, call: unknown): boolean {
  const text = typeof call === "function" ? String(call) : "";
  return /^function (\w+)\(\) \{\s*\[native code\]/.exec(text)?.[1] === name;
}

/** How many there are, timers among them. Bun always says 0 (probe active-resources). */
function activeResources(): number | undefined {
  return process.getActiveResourcesInfo?.().length;
}

function turnFunction(): (callback: () => void) => void {
  if (RealTimer === undefined) return turnWithMessage;
  const immediate = setImmediate(() => {});
  timers.clearImmediate(immediate);
  const RealImmediate = immediate.constructor as new () => object;
  return (callback) => {
    const immediate = setImmediate(callback);
    if (immediate instanceof RealImmediate) return;
    timers.clearImmediate(immediate);
    turnWithMessage(callback);
  };
}

function realClock(): () => number {
  const { nanoseconds } = (globalThis as { Bun?: { nanoseconds?(): number } }).Bun ?? {};
  const { performance, Performance } = globalThis;
  if (nanoseconds !== undefined) {
    // A little quicker, where it is Bun's.
    return isNative("now", performance?.now) ? performance.now.bind(performance) : () => nanoseconds() / 1e6;
  }
  const isReal = Performance !== undefined && performance instanceof Performance;
  const clock = isReal
    ? performance
    : (process.getBuiltinModule?.("node:perf_hooks").performance ?? performance);
  // The object may have got another `now`; its class has the real one.
  const { now } = Reflect.getPrototypeOf(clock) as Performance;
  return (now ?? clock.now).bind(clock);
}
