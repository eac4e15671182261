import process from "node:process";
import { styleText } from "node:util";
import { createLogUpdate } from "log-update";

/**
 * One line at the foot of a terminal that says how far a run is. Drawn anew between two processes, never during one,
 * because drawing takes time from what is measured. Nothing but what is said is written elsewhere, nor on a terminal that
 * cannot move its cursor (TERM=dumb), nor in the log of a continuous integration (CI).
 */
export class StatusLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #draw: ReturnType<typeof createLogUpdate>;
  readonly #isDrawn: boolean;

  constructor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv = process.env) {
    this.#stream = stream;
    // A hidden cursor would stay so where this process is killed.
    this.#draw = createLogUpdate(stream, { showCursor: true });
    this.#isDrawn = stream.isTTY && env.TERM !== "dumb" && !env.CI;
  }

  /** @param share how much of the run is done, from 0 to 1 */
  show(share: number, text: string): void {
    if (this.#isDrawn) this.#draw(`${this.#bar(share)} ${text}`);
  }

  /** Something that the user should know now. */
  say(text: string): void {
    this.clear();
    this.#stream.write(`${text}\n`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#isDrawn) this.#draw.clear();
  }

  #bar(share: number): string {
    const width = 20;
    const filled = Math.round(width * Math.min(1, share));
    return "━".repeat(filled) + styleText("dim", "━".repeat(width - filled), { stream: this.#stream });
  }
}
