/** `1 cell`, `3 cells`; `2 processes` where the plural is said. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
