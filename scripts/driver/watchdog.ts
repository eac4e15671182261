import { type ChildProcess, spawn } from "node:child_process";

/** What must not outlive the driver: a process group, and the folder that it reports to. */
interface Guarded {
  /** `undefined` where it did not start. */
  readonly group: number | undefined;
  readonly folder: string;
}

/** Ends the program that is being measured, and cleans up after it, when the driver itself dies, even by `kill -9`. */
export interface Watchdog {
  /** From here on it is this that must not outlive the driver; `undefined`: nothing. */
  guard(what: Guarded | undefined): void;
  /** Ends the watchdog. */
  close(): void;
}

/** Remembers the last group and folder it was told, a line each, and ends them when its standard input ends. */
const script = `
while IFS= read -r line && IFS= read -r next; do group=$line; folder=$next; done
[ -z "$group" ] || kill -s KILL -- "-$group" 2>/dev/null
[ -z "$folder" ] || rm -rf -- "$folder"`;

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
    guard: (what) => void shell.stdin?.write(`${what?.group ?? ""}\n${what?.folder ?? ""}\n`),
    close: () => void shell.stdin?.end("\n\n"),
  };
}
