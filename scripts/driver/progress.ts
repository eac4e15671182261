import { styleText } from "node:util";
import { createLogUpdate } from "log-update";
import { duration } from "./duration.ts";
import type { Turn } from "./schedule.ts";

/**
 * Says how far a run is. In a terminal one line that is drawn anew between two processes, never during one, because
 * drawing takes time from what is measured; in a pipe a line for each round.
 */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #total: number;
  readonly #draw: ReturnType<typeof createLogUpdate>;
  #round = 0;

  /** @param total how many processes the run has */
  constructor(stream: NodeJS.WriteStream, total: number) {
    this.#stream = stream;
    this.#total = total;
    this.#draw = createLogUpdate(stream);
  }

  /**
   * A process is about to start.
   *
   * @param left how many processes there are still to come, with this one
   * @param leftMs how long they will take
   */
  begin({ cell, round }: Turn, left: number, leftMs: number): void {
    const time = `about ${duration(leftMs)} left`;
    if (this.#stream.isTTY) {
      const done = this.#total - left;
      this.#draw(`${this.#bar(done / this.#total)} ${done}/${this.#total}, ${time}  ${cell.id}`);
    } else if (round > this.#round) {
      this.#stream.write(`round ${round}: ${left} of ${this.#total} processes to go, ${time}\n`);
    }
    this.#round = round;
  }

  /** Something that the user should know now. */
  say(text: string): void {
    this.clear();
    this.#stream.write(`${text}\n`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#stream.isTTY) this.#draw.clear();
  }

  #bar(share: number): string {
    const width = 20;
    const filled = Math.round(width * share);
    return "━".repeat(filled) + styleText("dim", "━".repeat(width - filled), { stream: this.#stream });
  }
}
