import { type ChildProcess, spawn } from "node:child_process";

/** What must not outlive the driver: a process group, and the folder that it reports to. */
interface Guarded {
  /** `undefined` where it did not start. */
  readonly group: number | undefined;
  readonly folder: string;
}

/** Ends the programs that are being measured, and cleans up after them, when the driver itself dies, even by `kill -9`. */
export interface Watchdog {
  /** From here on this must not outlive the driver, until the returned function is called. Two at a time. */
  guard(what: Guarded): () => void;
  /** Ends the watchdog. */
  close(): void;
}

/** Remembers the last groups and folders it was told, a line each, and ends them when its standard input ends. */
const script = `
while IFS= read -r a && IFS= read -r b && IFS= read -r c && IFS= read -r d; do set -- "$a" "$b" "$c" "$d"; done
for group in "$1" "$3"; do [ -z "$group" ] || kill -s KILL -- "-$group" 2>/dev/null; done
for folder in "$2" "$4"; do [ -z "$folder" ] || rm -rf -- "$folder"; done`;

/** Starts a watchdog: a shell that waits, and uses no CPU. */
export function startWatchdog(): Watchdog {
  const shell: ChildProcess = spawn("sh", ["-c", script], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  shell.on("error", () => {}); // no shell, no watchdog: the run is as good without
  shell.stdin?.on("error", () => {});
  shell.unref();
  const guarded = new Set<Guarded>();
  const tell = (): void => {
    const [first, second] = guarded;
    const lines = [first?.group, first?.folder, second?.group, second?.folder].map(
      (line) => `${line ?? ""}\n`,
    );
    shell.stdin?.write(lines.join(""));
  };
  return {
    guard(what) {
      guarded.add(what);
      tell();
      return () => {
        guarded.delete(what);
        tell();
      };
    },
    close() {
      guarded.clear();
      tell();
      shell.stdin?.end();
    },
  };
}
