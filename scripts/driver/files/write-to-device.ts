import { closeSync, constants, openSync, writeSync } from "node:fs";

/** How long whoever reads from a pipe may take to begin, or to go on. */
const patienceMs = 10_000;
const pollMs = 20;

/**
 * Writes to a device or a pipe, as a shell's `>` does, but waits for whoever is to read from it only so long.
 *
 * @throws what the system says, or that nobody reads
 */
export function writeToDevice(path: string, text: string | Uint8Array): void {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  // Else opening a pipe waits for its reader for ever.
  const flags = constants.O_WRONLY | (constants.O_NONBLOCK ?? 0);
  const device = patiently("ENXIO", "nobody reads from it", () => openSync(path, flags));
  try {
    for (let written = 0; written < bytes.length; ) {
      written += patiently("EAGAIN", "nobody goes on reading from it", () => {
        return writeSync(device, bytes, written);
      });
    }
  } finally {
    closeSync(device);
  }
}

/** Tries again while the system says `code`, but not for ever. */
function patiently(code: string, meaning: string, attempt: () => number): number {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== code) throw error;
      if (performance.now() > end) throw new Error(meaning, { cause: error });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pollMs);
    }
  }
}
