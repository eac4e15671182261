import { duration } from "../command-line/duration.ts";
import { StatusLine } from "../command-line/status-line.ts";
import type { Turn } from "./schedule.ts";

/** Says how far a run of the matrix is: in a terminal one line, in a pipe a line for each round. */
export class Progress {
  readonly #line: StatusLine;
  readonly #isTerminal: boolean;
  readonly #total: number;
  #round = 0;

  /** @param total how many processes the run has */
  constructor(stream: NodeJS.WriteStream, total: number) {
    this.#line = new StatusLine(stream);
    this.#isTerminal = stream.isTTY;
    this.#total = total;
  }

  /**
   * A process is about to start.
   *
   * @param left how many processes there are still to come, with this one
   * @param leftMs how long they will take
   */
  begin({ cell, round }: Turn, left: number, leftMs: number): void {
    const time = `about ${duration(leftMs)} left`;
    const done = this.#total - left;
    this.#line.show(done / this.#total, `${done}/${this.#total}, ${time}  ${cell.id}`);
    if (!this.#isTerminal && round > this.#round) {
      this.say(`round ${round}: ${left} of ${this.#total} processes to go, ${time}`);
    }
    this.#round = round;
  }

  /** Something that the user should know now. */
  say(text: string): void {
    this.#line.say(text);
  }

  /** Takes the line away. */
  clear(): void {
    this.#line.clear();
  }
}
