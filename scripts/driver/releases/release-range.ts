import semver from "semver";
import { runtimes } from "../../../runners/current-runtime.ts";
import type { Runtime } from "../../../runners/runtime.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { askRegistry } from "./find-release-path.ts";
import { pinnedVersion } from "./pinned-release.ts";
import { releasePath } from "./release-path.ts";
import { pickFirst, pickRelease, type ReleaseSpec } from "./runtime-release.ts";
import { parseRuntimeSpec, type RuntimeSpec } from "./runtime-spec.ts";

/** A range of releases as it was typed: `node@20..node@26`. */
export interface RangeSpec {
  readonly text: string;
  readonly runtime: Runtime;
  readonly flags: readonly string[];
  readonly from: ReleaseSpec;
  readonly to: RuntimeSpec;
}

/** The releases of a range. */
export interface ReleaseRange {
  readonly spec: RangeSpec;
  /** From the first one to the last one, as `ReleasePath` has them. */
  readonly versions: readonly string[];
}

/** Whether a spec names a range. */
export function isRange(text: string): boolean {
  return text.includes("..") && !/[/\\]/.test(text);
}

/**
 * Parses `node@20..node@26`, also `node@20..26`, `node@18..node` (to the pinned release), each with flags behind a space.
 *
 * @throws {BadInput}
 */
export function parseRange(text: string): RangeSpec {
  const [, places = "", flags = ""] = /^(\S*)(\s.*)?$/s.exec(text) ?? [];
  const [first = "", last = "", ...others] = places.split("..");
  const from = parseRuntimeSpec(first + flags);
  const to = parseRuntimeSpec((/^\d/.test(last) ? `${from.name}@${last}` : last) + flags);
  const runtime = runtimes[from.name];
  const isReleased = from.kind === "version" && ["version", "latest", "default"].includes(to.kind);
  if (others.length > 0 || runtime === undefined || from.name !== to.name || !isReleased) {
    throw new BadInput(
      `Cannot take ${text} for a range: expected two releases of one runtime, such as node@20..node@26 or bun@1.1..bun`,
    );
  }
  return { text, runtime, flags: from.flags, from, to };
}

/**
 * Asks the registry for the releases of a range: from the first one that `from` names to the newest one that `to` names.
 *
 * @param supported the releases that are of use, as a semver range
 * @throws {BadInput} when there are none
 * @throws {RuntimeUnavailable} when the registry cannot be asked
 */
export async function findRange(
  spec: RangeSpec,
  supported: string,
  signal?: AbortSignal,
): Promise<ReleaseRange> {
  const { runtime, text, from } = spec;
  const wanted = { doing: `go through ${text}`, releases: `of ${text}` };
  return askRegistry(runtime.name, wanted, signal, (published) => {
    const { versions, deprecated } = published;
    const usable = versions.filter((version) => !deprecated.has(version));
    const old = pickFirst(from, usable, supported);
    const own = pickRelease(endOf(spec), usable, supported);
    if (semver.lte(own, old))
      throw new BadInput(`Cannot go through ${text}: expected the older release first`);
    const { releases } = releasePath(
      { old, new: own },
      published,
      { supported, lines: runtime.lines },
      { prereleases: false },
    );
    return { spec, versions: releases.map(({ version }) => version) };
  });
}

function endOf({ to, runtime }: RangeSpec): ReleaseSpec {
  if (to.kind === "default") return { ...to, kind: "version", version: pinnedVersion(runtime) };
  return to as ReleaseSpec;
}
