import { type ChildProcess, spawn } from "node:child_process";

/** What must not outlive the driver: a process group, and the folder that it reports to. */
interface Guarded {
  /** `undefined` where it did not start. */
  readonly group: number | undefined;
  readonly folder: string;
}

/** Ends the programs that are being measured, and cleans up after them, when the driver itself dies, even by `kill -9`. */
export interface Watchdog {
  /** From here on this must not outlive the driver, until the returned function is called. */
  guard(what: Guarded): () => void;
  /** Ends the watchdog. */
  close(): void;
}

/**
 * Keeps the list that it was told last, which is `begin` and then two lines for each: group and folder. Ends them all
 * when its standard input ends.
 */
const script = `
set --
while IFS= read -r group; do
  [ "$group" = begin ] && { set --; continue; }
  IFS= read -r folder || break
  set -- "$@" "$group" "$folder"
done
while [ $# -gt 0 ]; do
  [ -z "$1" ] || kill -s KILL -- "-$1" 2>/dev/null
  [ -z "$2" ] || rm -rf -- "$2"
  shift 2
done`;

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
    const lines = [...guarded].map(({ group, folder }) => `${group ?? ""}\n${folder}\n`);
    shell.stdin?.write(`begin\n${lines.join("")}`);
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
