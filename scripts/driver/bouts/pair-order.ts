import { Rng } from "pragmastat";
import { type Side, sides } from "./upgrade-cell.ts";

/** How one pair is run: which version has the first turn, and with how much padding in the environment of each. */
export interface PairOrder {
  readonly sides: readonly Side[];
  readonly padding: Readonly<Record<Side, string>>;
}

/**
 * Decides the order within a pair by a coin that the seed throws: each two pairs of a cell have both orders, so that
 * neither version gets the better place more often.
 */
export function pairOrder(seed: number, cell: string, round: number): PairOrder {
  const block = Math.ceil(round / 2);
  const coin = new Rng(`${seed} ${cell} ${block}`).uniformBool();
  const random = new Rng(`${seed} ${cell} padding ${round}`);
  const padding = (): string => "x".repeat(random.uniformInt(0, 4096));
  return {
    sides: coin === (round % 2 === 0) ? sides : sides.toReversed(),
    padding: { old: padding(), new: padding() },
  };
}
