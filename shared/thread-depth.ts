/** How many workers are around this thread: 0 in the program itself, 1 in a worker of it, and so on. */
export function threadDepth(): number {
  return depth;
}

/** Called once, on a worker, before it runs anything. */
export function enterThread(at: number): void {
  depth = at;
}

let depth = 0;
