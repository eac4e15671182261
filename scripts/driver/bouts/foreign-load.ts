import { readFileSync } from "node:fs";

/** Linux counts CPU time in hundredths of a second, for programs of all kinds. */
const tickMs = 10;

/** How much of the machine others use while one of several programs that take turns has its own. */
export class ForeignLoad {
  readonly #running: ReadonlySet<number>;
  #usedMs: number | undefined = 0;

  /** @param running ids of all those programs, as far as they run */
  constructor(running: ReadonlySet<number>) {
    this.#running = running;
  }

  /** Watches until the returned function is called. */
  watch(): () => void {
    const before = foreignMs(this.#running);
    return () => {
      const after = foreignMs(this.#running);
      const isKnown = this.#usedMs !== undefined && before !== undefined && after !== undefined;
      this.#usedMs = isKnown ? (this.#usedMs ?? 0) + after - before : undefined;
    };
  }

  /** How many cores that was, when it was watched for so long; `null` where it is not known. */
  cores(ms: number): number | null {
    return this.#usedMs === undefined ? null : Math.max(0, this.#usedMs / ms);
  }
}

/**
 * How much CPU time the machine has used, in milliseconds, beside this process, the children whose end it has seen, and those
 * that run, each with theirs: other programs, the kernel's own work, and what the host of a virtual machine took away.
 * `undefined` where there is no `/proc`.
 *
 * @param children ids of the processes that run, as far as they do
 */
function foreignMs(children: Iterable<number>): number | undefined {
  try {
    const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = numbers(
      readFileSync("/proc/stat", "latin1").split("\n", 1)[0],
    );
    const used = ticksOf("self") + [...children].reduce((sum, id) => sum + ticksOf(id), 0);
    return tickMs * (user + nice + system + irq + softirq + steal - used);
  } catch {
    return undefined;
  }
}

/** Of a process and its children that have ended; 0 if it has ended itself. */
function ticksOf(process: number | "self"): number {
  let stat = "";
  try {
    stat = readFileSync(`/proc/${process}/stat`, "latin1");
  } catch {}
  // Behind the name, which is in brackets and may hold blanks: user, system, and both of ended children.
  const own = numbers(stat.slice(stat.lastIndexOf(")"))).slice(12, 16);
  return own.reduce((sum, ticks) => sum + ticks, 0);
}

/** The words of a line, as numbers where they are some. */
function numbers(line = ""): number[] {
  return line.trim().split(/\s+/).map(Number);
}
