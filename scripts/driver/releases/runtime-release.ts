import semver from "semver";
import { BadInput } from "../command-line/bad-input.ts";
import type { RuntimeSpec } from "./runtime-spec.ts";

/** The specs that one of the published versions answers. */
export type ReleaseSpec = Extract<RuntimeSpec, { readonly kind: "version" | "latest" | "canary" }>;

/**
 * The release that a spec names among those that there are: the exact one, the newest that has the prefix, the newest
 * of all, or the newest canary. Newest is by version, since a patch of an old line may be published last.
 *
 * @param supported the releases that are of use, as a semver range
 * @throws {BadInput} when there is none; names the nearest that there are
 */
export function pickRelease(spec: ReleaseSpec, versions: readonly string[], supported: string): string {
  const found = versions.filter(matches(spec)).sort(semver.rcompare)[0];
  if (found === undefined) {
    throw new BadInput(
      `No ${spec.text} on npm: ${nearest(
        spec,
        versions.filter((version) => isSupported(version, supported)),
      )}`,
    );
  }
  requireSupported(spec, found, supported);
  return found;
}

/**
 * The oldest release that a spec names: of `node@20`, 20.0.0. An exact version names itself.
 *
 * @param isUsable of the others, those that count
 * @throws {BadInput} as {@link pickRelease}
 */
export function pickFirst(
  spec: ReleaseSpec,
  versions: readonly string[],
  supported: string,
  isUsable: (version: string) => boolean = () => true,
): string {
  const newest = pickRelease(spec, versions, supported);
  if (spec.kind !== "version" || newest === spec.version) return newest;
  const [first = newest] = versions
    .filter((version) => matches(spec)(version) && isSupported(version, supported) && isUsable(version))
    .sort(semver.compare);
  return first;
}

/** @throws {BadInput} when the suite's programs do not start under a release */
export function requireSupported(spec: RuntimeSpec, version: string, supported: string): void {
  if (isSupported(version, supported)) return;
  const is = spec.text === `${spec.name}@${version}` ? spec.text : `${spec.text} (${version})`;
  throw new BadInput(
    `Cannot run under ${is}: expected ${spec.name} ${semver.coerce(semver.minVersion(supported))?.version} or later (${supported})`,
  );
}

export function isSupported(version: string, supported: string): boolean {
  return semver.satisfies(version, supported, { includePrerelease: true });
}

function matches(spec: ReleaseSpec): (version: string) => boolean {
  const isCanary = (version: string): boolean => semver.prerelease(version)?.[0] === "canary";
  const isRelease = (version: string): boolean => semver.prerelease(version) === null;
  switch (spec.kind) {
    case "latest":
      return isRelease;
    case "canary":
      return isCanary;
    case "version":
      return (version) =>
        version === spec.version || (isRelease(version) && version.startsWith(`${spec.version}.`));
  }
}

function nearest(spec: ReleaseSpec, versions: readonly string[]): string {
  const releases = versions.filter((version) => semver.prerelease(version) === null).sort(semver.compare);
  if (spec.kind !== "version") {
    return `${spec.name} has no such releases there; the newest is ${releases.at(-1) ?? "not known"}`;
  }
  const wanted = semver.coerce(spec.version, { includePrerelease: true }) ?? spec.version;
  const below = releases.filter((version) => semver.lt(version, wanted)).at(-1);
  const above = releases.find((version) => semver.gt(version, wanted));
  const both = [below, above].filter((version) => version !== undefined);
  return `the nearest ${both.length === 2 ? "are" : "is"} ${both.join(" and ")}`;
}
