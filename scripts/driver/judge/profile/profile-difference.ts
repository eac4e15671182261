import type { Figure } from "../../statistics/figure.ts";
import { mean } from "../../statistics/median.ts";
import { SignedRank } from "../../statistics/signed-rank.ts";
import type { Category, ProfiledFunction, ProfiledStack } from "./cpu-profile.ts";

/** What one process of a side came to. */
export interface ProfiledProcess {
  readonly stacks: readonly ProfiledStack[];
  /** How many runs that was. */
  readonly runs: number;
  /** Milliseconds, of one run. */
  readonly wallMs: number;
  readonly cpuMs: number | undefined;
  readonly peakRssMb: number | undefined;
}

/** One process of each side. */
export interface ProfiledPair {
  readonly old: ProfiledProcess;
  readonly new: ProfiledProcess;
}

/** What a function, or a category, takes of itself in each run, on both sides. Milliseconds. */
export interface ProfileDifference<Of> {
  readonly of: Of;
  readonly oldMs: number;
  readonly newMs: number;
  /** New less old, over the pairs; the interval is one of {@link confidence}. */
  readonly diffMs: Figure;
}

export const confidence = 0.95;
/** Fewer pairs give no such interval. */
export const fewestPairs = 6;

/** Each function that takes more, or less, on the new side in all that the pairs show; the largest difference first. */
export function changedFunctions(
  pairs: readonly ProfiledPair[],
  counts: (each: ProfiledFunction) => boolean = () => true,
): ProfileDifference<ProfiledFunction>[] {
  const keyOf = ({ name, module, category }: ProfiledFunction): string =>
    JSON.stringify([name, module, category]);
  const all = differences(pairs, (each) =>
    each.category !== "idle" && counts(each) ? keyOf(each) : undefined,
  );
  return all
    .filter(({ diffMs: { interval } }) => interval !== undefined && (interval.low > 0 || interval.high < 0))
    .map((row) => {
      const [name, module, category] = JSON.parse(row.of) as [string, string, Category];
      return { ...row, of: { name, module, category } };
    })
    .sort((a, b) => Math.abs(b.diffMs.value) - Math.abs(a.diffMs.value));
}

/** What the categories take. */
export function categoryDifferences(pairs: readonly ProfiledPair[]): ProfileDifference<Category>[] {
  const found = differences(pairs, ({ category }) => category) as ProfileDifference<Category>[];
  const order: readonly Category[] = ["user", "runtime", "gc", "compile", "native", "idle"];
  return order.flatMap((category) => found.find(({ of }) => of === category) ?? []);
}

function differences(
  pairs: readonly ProfiledPair[],
  keyOf: (each: ProfiledFunction) => string | undefined,
): ProfileDifference<string>[] {
  const sides = pairs.map((pair) => ({ old: selfMs(pair.old, keyOf), new: selfMs(pair.new, keyOf) }));
  const keys = new Set(sides.flatMap((side) => [...side.old.keys(), ...side.new.keys()]));
  return [...keys].map((key) => {
    const old = sides.map((side) => side.old.get(key) ?? 0);
    const own = sides.map((side) => side.new.get(key) ?? 0);
    return { of: key, oldMs: mean(old) ?? 0, newMs: mean(own) ?? 0, diffMs: difference(old, own) };
  });
}

/** By the pairs, as everywhere. */
export function difference(old: readonly number[], own: readonly number[]): Figure {
  const rank = new SignedRank(own.map((value, index) => value - (old[index] ?? 0)));
  return { value: rank.centre ?? 0, interval: rank.interval(1 - confidence) };
}

/** What each took itself, in milliseconds of a run. */
function selfMs(
  { stacks, runs }: ProfiledProcess,
  keyOf: (each: ProfiledFunction) => string | undefined,
): Map<string, number> {
  const times = new Map<string, number>();
  for (const { stack, ms } of stacks) {
    const innermost = stack.at(-1);
    const key = innermost && keyOf(innermost);
    if (key !== undefined) times.set(key, (times.get(key) ?? 0) + ms / runs);
  }
  return times;
}
