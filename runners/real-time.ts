import process from "node:process";
import * as timers from "node:timers";
import { longestTimer } from "../shared/longest-timer.ts";
import type { Timer } from "../shared/timer.ts";
import { startStandIn, stopStandIn, turnWithMessage } from "./stand-in-timers.ts";

// The runtime's own clock and timers, taken once: a program may put fake ones in their place, before the library is loaded or later.
// (Those of `node:timers` can be unreferenced in every surrounding; a global timer may be a number.)

const areReal = knowsTimers();

/** Calls back after that time. Keeps the process alive for it, unless the timers had been replaced when this was loaded. */
export const startTimer: (callback: () => void, ms: number) => Timer = areReal
  ? timers.setTimeout
  : startStandIn;

export const stopTimer: (timer: Timer | undefined) => void = areReal ? timers.clearTimeout : stopStandIn;

/** Calls back when the event loop has turned. */
export const turn: (callback: () => void) => void = areReal ? timers.setImmediate : turnWithMessage;

/** Calls back after that time, without keeping the process alive for it. Gives what cancels it. */
export function later(ms: number, callback: () => void): () => void {
  const timer = startTimer(callback, ms);
  timer.unref();
  return () => stopTimer(timer);
}

/** Milliseconds since some point in the past. */
export const now: () => number = realClock();

/** Whether the runtime knows of a timer that the module's function starts: no source text tells a fake from a real one. */
function knowsTimers(): boolean {
  if (/^function setTimeout\(\) \{\s*\[native code\]/.test(String(timers.setTimeout))) return true;
  const active = process.getActiveResourcesInfo;
  if (active === undefined) return true;
  const before = active().length;
  const timer = timers.setTimeout(() => {}, longestTimer);
  const after = active().length;
  timers.clearTimeout(timer);
  return after > before;
}

function realClock(): () => number {
  const { nanoseconds } = (globalThis as { Bun?: { nanoseconds?(): number } }).Bun ?? {};
  if (nanoseconds !== undefined) return () => nanoseconds() / 1e6;
  const { performance, Performance } = globalThis;
  const isReal = Performance !== undefined && performance instanceof Performance;
  const clock = isReal
    ? performance
    : (process.getBuiltinModule?.("node:perf_hooks").performance ?? performance);
  // The object may have got another `now`; its class has the real one.
  const { now } = Reflect.getPrototypeOf(clock) as Performance;
  return (now ?? clock.now).bind(clock);
}
