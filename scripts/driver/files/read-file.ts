import { readFileSync } from "node:fs";
import { BadInput } from "../command-line/bad-input.ts";
import { systemErrorText } from "../command-line/system-error.ts";

/**
 * The text of a file, or `undefined` where there is none, or none any more.
 *
 * @throws {BadInput} when something is there that cannot be read
 */
export function textIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code, errno, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    const reason = errno === undefined ? message : systemErrorText(errno);
    throw new BadInput(`Cannot read ${path}: ${reason}`, { cause: error });
  }
}
