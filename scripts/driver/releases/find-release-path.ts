import { runtimes } from "../../../runners/current-runtime.ts";
import type { Runtime } from "../../../runners/runtime.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { type RangeSpec, releaseRange, type Step } from "./history-range.ts";
import type { JavaScriptRuntime } from "./installed-runtime.ts";
import { packageFor, thisMachine } from "./machine.ts";
import { NpmError } from "./npm.ts";
import { type PublishedReleases, publishedReleases } from "./published-releases.ts";
import { type ReleasePath, releasePath } from "./release-path.ts";
import { RuntimeUnavailable } from "./runtime-unavailable.ts";

/**
 * Asks the registry for the releases of a range.
 *
 * @throws {BadInput} when there is no such range, or the runtime has no releases for this machine
 * @throws {RuntimeUnavailable} when the registry cannot be asked
 */
export function findReleaseRange(range: RangeSpec, every: Step, signal?: AbortSignal): Promise<ReleasePath> {
  const { from, to } = range;
  return askRegistry(from.name, between(from.text, to.text), signal, (published, runtime) =>
    releaseRange(range, every, published, runtime),
  );
}

/**
 * Asks the registry for the releases from an old one to a new one.
 *
 * @throws {BadInput} when the new one is not newer, or the runtime has no releases for this machine
 * @throws {RuntimeUnavailable} when the registry cannot be asked
 */
export async function findReleasePath(
  { old, new: own }: Readonly<Record<"old" | "new", JavaScriptRuntime>>,
  options: { readonly prereleases: boolean },
  signal?: AbortSignal,
): Promise<ReleasePath> {
  return askRegistry(old.name, between(old.label, own.label), signal, (published, runtime) =>
    releasePath({ old: old.version, new: own.version }, published, runtime, options),
  );
}

/** What is to be done with releases, and which they are, as messages have it. */
export interface Wanted {
  readonly doing: string;
  readonly releases: string;
}

function between(first: string, last: string): Wanted {
  const ends = `between ${first} and ${last}`;
  return { doing: `search ${ends}`, releases: ends };
}

/**
 * Asks the registry for the releases of a runtime, and what is wanted of them.
 *
 * @throws {BadInput} when the runtime has none for this machine, and what `wantedOf` throws
 * @throws {RuntimeUnavailable} when the registry cannot be asked
 */
export async function askRegistry<T>(
  name: string,
  { doing, releases }: Wanted,
  signal: AbortSignal | undefined,
  wantedOf: (published: PublishedReleases, runtime: Runtime) => T,
): Promise<T> {
  const runtime = runtimes[name];
  const releasePackage = runtime && packageFor(runtime.packages, thisMachine());
  if (runtime === undefined || releasePackage === undefined) {
    throw new BadInput(`Cannot ${doing}: npm has no ${name} for this machine`);
  }
  try {
    return wantedOf(await publishedReleases(releasePackage.name, signal), runtime);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof NpmError)) throw error;
    throw new RuntimeUnavailable(`Cannot look up the releases ${releases}: ${error.reason}`, {
      cause: error,
    });
  }
}
