import { Rng } from "pragmastat";
import type { RunnableCell } from "./contender.ts";

/** One process to start. */
export interface Turn {
  readonly cell: RunnableCell;
  /** From 1. */
  readonly round: number;
  /**
   * Text of random length for the process's environment: what lies in memory moves with it, and with it come
   * differences that would otherwise be the same in all processes and be taken for the cell's.
   */
  readonly padding: string;
}

/**
 * The order of a run: rounds, each with every cell once, in an order of its own. What changes on the machine over
 * time falls on all cells alike. The same seed gives the same order.
 */
export function schedule(cells: readonly RunnableCell[], rounds: number, seed: number): Turn[] {
  const random = new Rng(seed);
  return Array.from({ length: rounds }, (_, round) =>
    random
      .shuffle([...cells])
      .map((cell) => ({ cell, round: round + 1, padding: "x".repeat(random.uniformInt(0, 4096)) })),
  ).flat();
}
