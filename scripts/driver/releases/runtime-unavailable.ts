/**
 * A runtime that was rightly asked for cannot be had now: no network, no room, a binary that does not start. The
 * message is one line. A command that meets one prints it and ends with status 1.
 */
export class RuntimeUnavailable extends Error {
  override name = "RuntimeUnavailable";
}

/** Whether other releases might be had: it is neither the network nor the disk. */
export function concernsOneRelease({ cause }: RuntimeUnavailable): boolean {
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  return code === undefined || ["E404", "ETARGET", "EBADPLATFORM", "EINTEGRITY"].includes(code);
}
