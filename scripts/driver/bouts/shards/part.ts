import { BadInput } from "../../command-line/bad-input.ts";

/** One of several parts of something, counted from 1: a shard of a plan, or a share of a group's bouts. */
export interface Part {
  readonly index: number;
  readonly of: number;
}

/** More machines than that would be a typing error. */
const mostShards = 10_000;

/** Reads `2/3`. @throws {BadInput} */
export function readPart(option: string, typed: string): Part {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(typed) ?? [];
  const part = { index: Number(index), of: Number(of) };
  if (part.index >= 1 && part.index <= part.of && part.of <= mostShards) return part;
  throw new BadInput(
    `--${option} ${typed} is no shard; expected one such as 1/3, 2/3 or 3/3 (at most ${mostShards})`,
  );
}

/** `2 of 3`. */
export function partText({ index, of }: Part): string {
  return `${index} of ${of}`;
}

/** How many of a number of things are in a part: the parts of 7 in 3 are 2, 2 and 3. */
export function countIn({ index, of }: Part, whole: number): number {
  return Math.floor((index * whole) / of) - Math.floor(((index - 1) * whole) / of);
}
