import semver from "semver";
import type { Runtime } from "../../../runners/runtime.ts";
import { BadInput } from "../command-line/bad-input.ts";
import type { PublishedReleases } from "./published-releases.ts";
import { isSupported } from "./runtime-release.ts";

/** A release on the way from one to another. */
interface Release {
  readonly version: string;
  /** When it was published, at the latest: ISO 8601. `undefined` where the registry does not say. */
  readonly published: string | undefined;
}

/** The releases from an old one to a new one, both included, and those between them that are left out. */
export interface ReleasePath {
  readonly releases: readonly Release[];
  readonly skipped: readonly SkippedRelease[];
}

/** A release that cannot be measured, and why. */
interface SkippedRelease {
  readonly version: string;
  readonly reason: string;
}

/**
 * The path of releases from an old one to a new one: those of the new one's line, and before it those of each line before that had been
 * published when the next line began. What a line gets later is brought over from the next one, so that a change would
 * be met twice on the way.
 *
 * Within a line the versions say what came first. Publication dates do not: a registry may have got an old release late. So
 * a release counts as published when the first one of those behind it in its line was.
 *
 * @param between what the runtime is, as far as it matters here
 */
export function releasePath(
  ends: { readonly old: string; readonly new: string },
  { versions, times, deprecated }: PublishedReleases,
  { supported, lines }: Pick<Runtime, "supported" | "lines">,
  { prereleases }: { readonly prereleases: boolean },
): ReleasePath {
  const lineOf = (version: string): string => version.split(".", lines.numbers).join(".");
  const stable = Object.keys(times).filter(isStable).sort(semver.compare);
  const byLine = Map.groupBy(stable, lineOf);
  const published = new Map([...byLine.values()].flatMap((line) => [...publicationsOf(line, times)]));
  const starts = [...byLine].map(([line, [first = ""]]) => ({ line, began: published.get(first) }));
  const release = (version: string): Release => ({
    version,
    published: published.get(version) ?? publicationOf(version, times),
  });
  const [old, own] = [release(ends.old), release(ends.new)];
  if (!isAfter(own, old)) {
    throw new BadInput(
      `Cannot search from ${old.version} to ${own.version}: expected the older release first, and a newer one behind it`,
    );
  }
  const isBetween = (each: Release): boolean => isAfter(each, old) && isAfter(own, each);
  const isOnTheWay = ({ version, published: date }: Release): boolean => {
    const line = lineOf(version);
    if (line === lineOf(own.version) || !lines.isLongTerm(line)) return true;
    const next = starts[starts.findIndex((each) => each.line === line) + 1]?.began;
    return next === undefined || date === undefined || date <= next;
  };
  const unfit = (version: string): string | undefined =>
    versions.includes(version) ? deprecated.get(version) && "deprecated" : "unpublished";
  const onTheWay = stable
    .filter((version) => isSupported(version, supported))
    .map(release)
    .filter((each) => isBetween(each) && isOnTheWay(each));
  const between = onTheWay.filter(({ version }) => unfit(version) === undefined);
  const extra = prereleases ? versions.filter((version) => !isStable(version)).map(release) : [];
  return {
    releases: [old, ...extra.filter(isBetween).toSorted(byPublication).reduce(withPrerelease, between), own],
    skipped: onTheWay.flatMap(({ version }) => {
      const reason = unfit(version);
      return reason === undefined ? [] : { version, reason };
    }),
  };
}

function isStable(version: string): boolean {
  return semver.valid(version) !== null && semver.prerelease(version) === null;
}

/** When each release of a line was published at the latest: not after any of those behind it. */
function publicationsOf(line: readonly string[], times: PublishedReleases["times"]): Map<string, string> {
  const dates = new Map<string, string>();
  let earliest: string | undefined;
  for (const version of line.toReversed()) {
    const date = publicationOf(version, times);
    if (earliest === undefined || (date !== undefined && date < earliest)) earliest = date;
    if (earliest !== undefined) dates.set(version, earliest);
  }
  return dates;
}

/** As the name says, which is what a canary is called by; else as the registry does. */
export function publicationOf(version: string, times: PublishedReleases["times"]): string | undefined {
  const [, year, month, day] = /-canary\.(\d{4})(\d\d)(\d\d)\b/.exec(version) ?? [];
  if (year !== undefined) return `${year}-${month}-${day}T23:59:59.000Z`;
  const time = Date.parse(times[version] ?? "");
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function byPublication(a: Release, b: Release): number {
  return (a.published ?? "").localeCompare(b.published ?? "") || semver.compare(a.version, b.version);
}

/**
 * Which of two releases came later. A canary bears the number of the release before it as often as that of the one behind it, so its day decides;
 * else the version does.
 */
function isAfter(a: Release, b: Release): boolean {
  const isDated = [a, b].some(({ version }) => semver.prerelease(version)?.[0] === "canary");
  if (isDated && a.published !== undefined && b.published !== undefined) return a.published > b.published;
  return semver.gt(a.version, b.version);
}

/** Puts a pre-release to its place. */
function withPrerelease(path: readonly Release[], release: Release): readonly Release[] {
  const place = path.findIndex((each) => isAfter(each, release));
  return place === -1 ? [...path, release] : path.toSpliced(place, 0, release);
}
