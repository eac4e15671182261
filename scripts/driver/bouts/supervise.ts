import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";
import { turnMark } from "../../../runners/cell/hand-over.ts";
import { makeTemporaryFolder } from "../files/write-file.ts";
import type { Command } from "../releases/installed-runtime.ts";
import { IdleTimer } from "./idle-timer.ts";
import { system } from "./system/this-system.ts";
import type { Turn } from "./turns.ts";
import type { Watchdog } from "./watchdog.ts";

/** How a supervised program ended, and what it had reported until then. */
export type Ending<Line> = { readonly lines: readonly Line[] } & (
  | {
      readonly kind: "exited";
      /** Its exit status, or the signal that ended it. */
      readonly how: string;
      /** The end of its standard output, and below it that of standard error. */
      readonly printed: string;
    }
  | { readonly kind: "timeout" }
  | { readonly kind: "interrupted" }
);

export interface Supervision {
  /** How long the program may go on without reporting anything, within one of its turns. */
  readonly timeoutMs: number;
  /** Its part among programs that take turns. It starts with its first one. */
  readonly turn?: Turn;
  /** Is called once, with its id, when it has stopped for the first time. */
  readonly stopped?: (process: number) => void;
  /** Ends the program when it aborts. */
  readonly signal: AbortSignal;
  readonly watchdog: Watchdog;
}

/** How long a program may take to end after it was asked to. */
const graceMs = 500;
/** How often one whose turn it is is told to go on, should it have missed it. */
const wakeUpMs = 500;
/** How many characters of each of its outputs are kept, from the end. */
const tailLength = 8192;

/**
 * Runs a program to its end, whatever that is. It has a process group of its own, which is killed as a whole when it
 * takes too long, when `signal` aborts, when it leaves children behind, and when this process dies. What it prints is
 * read and forgotten, but for the end; what it reports comes through a file, whose path `command` is
 * given.
 */
export async function supervise<Line>(
  command: (report: string) => Command,
  supervision: Supervision,
): Promise<Ending<Line>> {
  const { turn } = supervision;
  await turn?.start();
  try {
    const folder = makeTemporaryFolder();
    try {
      return await superviseIn(folder, command, supervision);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    turn?.leave();
  }
}

async function superviseIn<Line>(
  folder: string,
  command: (report: string) => Command,
  { timeoutMs, turn, stopped, signal, watchdog }: Supervision,
): Promise<Ending<Line>> {
  const report = join(folder, "report.jsonl");
  const { file, args, env } = command(report);
  const child = execa(file, args, {
    env,
    extendEnv: false,
    stdin: "ignore",
    buffer: false,
    detached: system.hasGroups,
    cleanup: false,
    reject: false,
  });
  turn?.started(child.pid);
  const isGone = watchdog.guard({ group: child.pid, folder });
  // None if it did not start.
  const act = (action: (process: number) => void): void => {
    if (child.pid !== undefined) action(child.pid);
  };
  act(system.sacrifice);
  const [stdout, stderr] = [tail(child.stdout), tail(child.stderr)];

  let isOver = false;
  let gaveUp: "timeout" | "interrupted" | undefined;
  const timer = new IdleTimer(
    timeoutMs,
    () => writtenAt(report),
    async () => {
      gaveUp ??= "timeout";
      act(system.terminate);
      await delay(graceMs);
      act(system.kill);
    },
  );
  timer.start();
  let wakeUp: NodeJS.Timeout | undefined;
  const goOn = (): void => act(system.goOn);
  let hasStopped = false;
  const handOver = async (turn: Turn): Promise<void> => {
    if (!turn.isOn) return;
    clearInterval(wakeUp);
    timer.stop();
    // If the next one went on now, it could keep this one from the CPU. This one would then stop itself after it was told to
    // go on, and stand still.
    if (child.pid !== undefined) await system.hasStopped(child.pid);
    if (!turn.isOn) return;
    // What it has started is to stop too.
    act(system.stop);
    turn.pass();
    const taken = turn.take();
    if (!hasStopped && child.pid !== undefined) stopped?.(child.pid);
    hasStopped = true;
    if (!(await taken) || isOver) return;
    timer.start();
    goOn();
    wakeUp = setInterval(goOn, wakeUpMs);
  };
  if (turn !== undefined) onMark(child.stdout, () => void handOver(turn));
  const interrupt = (): void => {
    gaveUp ??= "interrupted";
    act(system.kill);
  };
  signal.addEventListener("abort", interrupt);
  if (signal.aborted) interrupt();
  try {
    // Not the end of its output: a child that it left behind may hold that open.
    const exited = new Promise<string>((resolve) => {
      child.once("exit", (code, name) => resolve(name === null ? exitStatus(code) : `killed by ${name}`));
    });
    const how = await Promise.race([exited, child.then(({ originalMessage }) => originalMessage ?? exited)]);
    act(system.kill);
    const lines = readReport<Line>(report);
    return gaveUp
      ? { kind: gaveUp, lines }
      : { kind: "exited", how, printed: (await Promise.all([stdout(), stderr()])).join("\n"), lines };
  } finally {
    isOver = true;
    timer.stop();
    clearInterval(wakeUp);
    signal.removeEventListener("abort", interrupt);
    isGone();
    // A child that left the group may hold them open for as long as it likes.
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

/** How a program ended that was not killed, in the words of an {@link Ending}. */
export function exitStatus(code: number | null): string {
  return `exit status ${code}`;
}

/** Calls back for each mark in what a stream carries. */
function onMark(stream: Readable, found: () => void): void {
  let rest = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    const parts = (rest + chunk).split(turnMark);
    for (let mark = 1; mark < parts.length; mark++) found();
    rest = parts.at(-1)?.slice(1 - turnMark.length) ?? "";
  });
}

/** The last of what a stream carries. Asked for it, waits until the stream has ended, but not for long. */
function tail(stream: Readable): () => Promise<string> {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).replaceAll(turnMark, "").slice(-tailLength);
  });
  const closed = new Promise<void>((resolve) => stream.once("close", resolve));
  return async () => {
    await Promise.race([closed, delay(graceMs, undefined, { ref: false })]);
    return text;
  };
}

/** When a line was added to a report. */
function writtenAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The lines of a report; a last one that was cut off is left out. */
function readReport<Line>(path: string): Line[] {
  let text = "";
  try {
    text = readFileSync(path, "utf8");
  } catch {} // it did not come so far
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}
