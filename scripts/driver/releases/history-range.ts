import semver from "semver";
import type { Runtime } from "../../../runners/runtime.ts";
import { BadInput } from "../command-line/bad-input.ts";
import type { PublishedReleases } from "./published-releases.ts";
import { publicationOf, type ReleasePath, releasePath } from "./release-path.ts";
import { isSupported, pickFirst, pickRelease } from "./runtime-release.ts";
import { parseRuntimeSpec, type RuntimeSpec } from "./runtime-spec.ts";

/** Of which releases a history consists: the newest of each major version, of each minor one, or all. */
export const steps = ["minor", "major", "patch"] as const;

export type Step = (typeof steps)[number];

/** Two ends of a range, as they were typed. */
export interface RangeSpec {
  readonly from: EndSpec;
  readonly to: EndSpec;
}

type EndSpec = Extract<RuntimeSpec, { readonly kind: "version" | "latest" }>;

/**
 * Parses `node@20..node@26`; the second end may leave out the name.
 *
 * @throws {BadInput} for what is no range of the releases of one runtime
 */
export function parseReleaseRange(text: string): RangeSpec {
  const [first = "", second = "", ...others] = text.split("..");
  const wrong = (why: string): BadInput =>
    new BadInput(`Cannot read the range "${text}": ${why}; expected one such as node@20..node@26`);
  if (first === "" || second === "" || others.length > 0) throw wrong("it does not have two ends");
  const name = first.split("@")[0] ?? "";
  const [from, to] = [first, second.includes("@") ? second : `${name}@${second}`].map((spec) =>
    parseRuntimeSpec(spec),
  );
  if (from?.name !== to?.name) throw wrong("its ends are of two runtimes");
  if (from?.kind !== "version") throw wrong(`${first} is no version`);
  if (to?.kind !== "version" && to?.kind !== "latest") throw wrong(`${second} is no version`);
  if (from.flags.length + to.flags.length > 0) throw wrong("its ends cannot have flags");
  return { from, to };
}

/**
 * The releases of a range, the oldest first. The first end is the first release that it names, the second one the last: `node@20..node@22` has all of both lines.
 *
 * `patch` has the path that a search for a release takes from one end to the other (`releasePath`), and `minor` the newest release of each minor version on it: so
 * a change that was brought over to an older line is met once. `major` has the newest release of each major version. An end that is an exact version is always there.
 *
 * @throws {BadInput} when there is no such range
 */
export function releaseRange(
  { from, to }: RangeSpec,
  every: Step,
  published: PublishedReleases,
  runtime: Pick<Runtime, "supported" | "lines">,
): ReleasePath {
  const ends = {
    // Those that were withdrawn do not count.
    old: pickFirst(
      from,
      published.versions,
      runtime.supported,
      (version) => !published.deprecated.has(version),
    ),
    new: pickRelease(to, published.versions, runtime.supported),
  };
  if (!semver.lt(ends.old, ends.new)) {
    throw new BadInput(
      `Cannot follow ${from.name} from ${ends.old} to ${ends.new}: expected the older release first, and a newer one behind it`,
    );
  }
  const path = releasePath(ends, published, runtime, { prereleases: false });
  if (every === "patch") return path;
  const named = new Set([from, to].flatMap((end) => (end.kind === "version" ? end.version : [])));
  const all = every === "minor" ? path : { ...path, releases: wholeLines(ends, path, published, runtime) };
  const partOf = (version: string): string =>
    every === "minor" ? `${semver.major(version)}.${semver.minor(version)}` : `${semver.major(version)}`;
  const newest = new Set(
    [...Map.groupBy(all.releases, ({ version }) => partOf(version)).values()].map((same) => same.at(-1)),
  );
  return {
    releases: all.releases.filter((release) => newest.has(release) || named.has(release.version)),
    // What was withdrawn is not missed where a newer one of the same version is there.
    skipped: [],
  };
}

/** All releases between two, also what older lines got when newer ones had begun. */
function wholeLines(
  ends: { readonly old: string; readonly new: string },
  { releases }: ReleasePath,
  { versions, times, deprecated }: PublishedReleases,
  { supported }: Pick<Runtime, "supported">,
): ReleasePath["releases"] {
  const known = new Map(releases.map((release) => [release.version, release]));
  return versions
    .filter((version) => semver.prerelease(version) === null && isSupported(version, supported))
    .filter((version) => semver.gte(version, ends.old) && semver.lte(version, ends.new))
    .filter((version) => known.has(version) || !deprecated.has(version))
    .sort(semver.compare)
    .map((version) => known.get(version) ?? { version, published: publicationOf(version, times) });
}
