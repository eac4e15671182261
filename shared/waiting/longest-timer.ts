/** A timer for longer than this fires at once, on every runtime. Milliseconds: 24 days. */
export const longestTimer: number = 2 ** 31 - 1;
