import { Rng } from "pragmastat";

/** How a bout is run: who has the first turn, and how much padding each process has in its environment. */
export interface BoutOrder<Contender> {
  readonly contenders: readonly Contender[];
  /**
   * Text of random length for a process's environment: what lies in memory moves with it, and so do differences that
   * would otherwise be the same in all processes and be taken for the cell's.
   */
  padding(contender: Contender): string;
}

/**
 * The order of the turns in a bout: random, and in every second bout the reverse of the one before, so that nobody has
 * the better place more often. The same seed gives the same order.
 */
export function boutOrder<Contender extends { readonly id: string }>(
  seed: number,
  group: string,
  round: number,
  contenders: readonly Contender[],
): BoutOrder<Contender> {
  const shuffled = new Rng(`${seed} ${group} ${Math.ceil(round / 2)}`).shuffle([...contenders]);
  return {
    contenders: round % 2 === 1 ? shuffled : shuffled.toReversed(),
    padding: ({ id }) => "x".repeat(new Rng(`${seed} ${group} padding ${round} ${id}`).uniformInt(0, 4096)),
  };
}
