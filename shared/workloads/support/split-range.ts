/** A part of a range: from `start` up to, not including, `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Cuts `0 .. length-1` into that many parts in order, none more than one longer than another; some may be empty. */
export function splitRange(length: number, parts: number): Range[] {
  return Array.from({ length: parts }, (_, part) => ({
    start: Math.floor((part * length) / parts),
    end: Math.floor(((part + 1) * length) / parts),
  }));
}
