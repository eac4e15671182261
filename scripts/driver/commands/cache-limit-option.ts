import type { CommandLine, Option } from "../command-line/command-line.ts";
import { readSize } from "../command-line/read-size.ts";

/** The option `--cache-limit` of the commands that go through many releases. */
export const cacheLimitOption: Option = {
  type: "string",
  value: "SIZE",
  about:
    "of the releases that this command installs, remove those\nthat are through when the cache is larger, such as 2GB",
};

/** What the releases in the cache may take together, in bytes. @throws {BadInput} */
export function readCacheLimit(line: CommandLine): number {
  const typed = line.text("cache-limit");
  return typed === undefined ? Number.POSITIVE_INFINITY : readSize("cache-limit", typed);
}
