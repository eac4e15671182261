import { BadInput } from "../../command-line/bad-input.ts";
import type { Extent } from "../extent.ts";
import { countIn, type Part } from "./part.ts";

/** As much of a group as it takes to say where it is measured. */
export interface WeighedGroup {
  readonly id: string;
  /** How long one bout takes, about. */
  readonly boutSeconds: number;
}

/** What a shard measures: its groups by their ids, and which share of their bouts. */
export type Shares = ReadonlyMap<string, Part>;

/** The longest shard may take so many times as long as the mean of them, if nothing can be split any more. */
const tolerated = 1.1;

/**
 * Shares a plan out among shards, by how long its bouts take. A group stays on one machine where that leaves the shards balanced; else its
 * bouts are split. With a budget each shard measures for as long, whatever it has: groups are split only where there are fewer of them than
 * shards. The same groups always give the same shares.
 *
 * @throws {BadInput} if there is too little for so many shards
 */
export function balance(groups: readonly WeighedGroup[], shards: number, extent: Extent): Shares[] {
  const most = extent.kind === "rounds" ? Math.min(extent.rounds, shards) : shards;
  if (groups.length * most < shards) {
    throw new BadInput(
      `There are no ${shards} shards in this plan: it has ${groups.length * most} ${most === 1 ? "groups" : "parts"} that can be measured by themselves; expected at most --shard 1/${groups.length * most}`,
    );
  }
  const splits = new Map(groups.map(({ id }) => [id, 1]));
  let best = loads(groups, splits, shards, extent);
  let found = best;
  // To split a group in two may help as little as not to, and in three a lot.
  for (let vain = 0; vain <= shards; ) {
    const next = splitNext(groups, splits, found, most, extent);
    if (next === undefined) break;
    splits.set(next, (splits.get(next) ?? 1) + 1);
    found = loads(groups, splits, shards, extent);
    const isBetter = !isFull(best) || (isFull(found) && longest(found) < longest(best));
    if (isBetter) best = found;
    vain = isBetter ? 0 : vain + 1;
  }
  return best.map(({ shares }) => shares);
}

/** What a shard has been given so far. */
interface Load {
  readonly shares: Map<string, Part>;
  seconds: number;
}

/** The largest piece goes to the shard that has least, one after the other (Graham 1969). */
function loads(
  groups: readonly WeighedGroup[],
  splits: ReadonlyMap<string, number>,
  shards: number,
  extent: Extent,
): Load[] {
  const pieces = groups.flatMap(({ id, boutSeconds }) => {
    const of = splits.get(id) ?? 1;
    return Array.from({ length: of }, (_, place) => {
      const part = { index: place + 1, of };
      const bouts = extent.kind === "rounds" ? countIn(part, extent.rounds) : 1 / of;
      return { id, part, seconds: boutSeconds * bouts };
    });
  });
  pieces.sort((a, b) => b.seconds - a.seconds);
  const all = Array.from({ length: shards }, (): Load => ({ shares: new Map(), seconds: 0 }));
  for (const { id, part, seconds } of pieces) {
    const free = all.filter(({ shares }) => !shares.has(id));
    const least = free.reduce((a, b) => (isLess(b, a) ? b : a));
    least.shares.set(id, part);
    least.seconds += seconds;
  }
  return all;
}

function isLess(one: Load, other: Load): boolean {
  return (
    one.seconds < other.seconds || (one.seconds === other.seconds && one.shares.size < other.shares.size)
  );
}

/** The group to split further: the one with the largest pieces in the fullest shard. */
function splitNext(
  groups: readonly WeighedGroup[],
  splits: ReadonlyMap<string, number>,
  found: readonly Load[],
  most: number,
  extent: Extent,
): string | undefined {
  const mean = found.reduce((sum, { seconds }) => sum + seconds, 0) / found.length;
  const isEnough = isFull(found) && (extent.kind === "budget" || longest(found) <= tolerated * mean);
  if (isEnough) return undefined;
  const fullest = found.reduce((a, b) => (isLess(a, b) ? b : a));
  const candidates = isFull(found) ? groups.filter(({ id }) => fullest.shares.has(id)) : groups;
  const size = ({ id, boutSeconds }: WeighedGroup): number => boutSeconds / (splits.get(id) ?? 1);
  return candidates.filter(({ id }) => (splits.get(id) ?? 1) < most).toSorted((a, b) => size(b) - size(a))[0]
    ?.id;
}

function isFull(found: readonly Load[]): boolean {
  return found.every(({ shares }) => shares.size > 0);
}

function longest(found: readonly Load[]): number {
  return Math.max(...found.map(({ seconds }) => seconds));
}
