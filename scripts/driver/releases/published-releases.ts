import os from "node:os";
import path from "node:path";
import { npm } from "./npm.ts";

/** What the registry says of the releases of a package. */
export interface PublishedReleases {
  /** Those that there are. */
  readonly versions: readonly string[];
  /** When each was published, also of those that are there no more. A registry may have got one later than others. */
  readonly times: Readonly<Record<string, string>>;
  /** What is said of those that should not be used any more. */
  readonly deprecated: ReadonlyMap<string, string>;
}

/** Asks the registry which releases a package has had, and when. @throws {NpmError} */
export async function publishedReleases(
  packageName: string,
  signal?: AbortSignal,
): Promise<PublishedReleases> {
  const ask = async (...args: readonly string[]): Promise<unknown> =>
    JSON.parse((await npm(["view", ...args, "--json"], path.parse(os.homedir()).root, signal)) || "null");
  const [all, each] = await Promise.all([
    ask(packageName, "versions", "time"),
    ask(`${packageName}@>=0`, "version", "deprecated"),
  ]);
  const { versions = [], time = {} } = (all ?? {}) as { versions?: string | string[]; time?: Times };
  return {
    // One version alone comes without its list.
    versions: [versions].flat(),
    times: time,
    deprecated: new Map(
      [each]
        .flat()
        .filter(isDeprecated)
        .map(({ version, deprecated }) => [version, deprecated]),
    ),
  };
}

type Times = Readonly<Record<string, string>>;

/** A release of which nothing more is known is a text. */
function isDeprecated(
  release: unknown,
): release is { readonly version: string; readonly deprecated: string } {
  return typeof release === "object" && release !== null && "version" in release && "deprecated" in release;
}
