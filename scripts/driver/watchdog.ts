import { type ChildProcess, spawn } from "node:child_process";

/** Kills the program that is being measured when the driver itself dies, even by `kill -9`. */
export interface Watchdog {
  /** From here on it is this process group that must not outlive the driver; `undefined`: none. */
  guard(group: number | undefined): void;
  /** Ends the watchdog. */
  close(): void;
}

/** Remembers the last group it was told, and kills it when its standard input ends. */
const script =
  'while read -r group; do last=$group; done; [ -z "$last" ] || kill -s KILL -- "-$last" 2>/dev/null';

/** Starts a watchdog: a shell that waits, and uses no CPU. */
export function startWatchdog(): Watchdog {
  const shell: ChildProcess = spawn("sh", ["-c", script], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  shell.on("error", () => {}); // no shell, no watchdog: the run is as good without
  shell.stdin?.on("error", () => {});
  shell.unref();
  return {
    guard: (group) => void shell.stdin?.write(`${group ?? ""}\n`),
    close: () => void shell.stdin?.end("\n"),
  };
}
