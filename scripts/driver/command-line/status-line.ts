import { styleText } from "node:util";
import { createLogUpdate } from "log-update";

/**
 * One line at the foot of a terminal that says how far a run is. Drawn anew between two processes, never during one,
 * because drawing takes time from what is measured. Elsewhere nothing but what is said is written.
 */
export class StatusLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #draw: ReturnType<typeof createLogUpdate>;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#draw = createLogUpdate(stream);
  }

  /** @param share how much of the run is done, from 0 to 1 */
  show(share: number, text: string): void {
    if (this.#stream.isTTY) this.#draw(`${this.#bar(share)} ${text}`);
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
    const filled = Math.round(width * Math.min(1, share));
    return "━".repeat(filled) + styleText("dim", "━".repeat(width - filled), { stream: this.#stream });
  }
}
