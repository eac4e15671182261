import type { Effort } from "../../../runners/cell-request.ts";
import { mean } from "../statistics/median.ts";
import type { Turn } from "./schedule.ts";

/** How long a process takes beside what it measures: its start, its threads, the cold run. A guess, until one ran. */
const overheadMs = 400;

/** Estimates how long the rest of a run takes, from how long the processes of each cell took until now. */
export class Estimate {
  readonly #took = new Map<string, number[]>();
  readonly #guessMs: number;

  constructor({ warmUpMs, sampleMs }: Effort) {
    this.#guessMs = overheadMs + warmUpMs + sampleMs;
  }

  /** Learns from a process that has ended. */
  add({ cell }: Turn, tookMs: number): void {
    this.#took.set(cell.id, [...(this.#took.get(cell.id) ?? []), tookMs]);
  }

  /** In milliseconds. A cell that has not run yet is taken to be like the others. */
  of(turns: readonly Turn[]): number {
    const known = new Map([...this.#took].map(([cell, times]) => [cell, mean(times)]));
    const typical = mean([...this.#took.values()].flat()) ?? this.#guessMs;
    return turns.reduce((sum, { cell }) => sum + (known.get(cell.id) ?? typical), 0);
  }
}
