import { runtimes } from "../../../runners/current-runtime.ts";
import { BadInput } from "../command-line/bad-input.ts";
import type { JavaScriptRuntime } from "./installed-runtime.ts";
import { packageFor, thisMachine } from "./machine.ts";
import { NpmError } from "./npm.ts";
import { publishedReleases } from "./published-releases.ts";
import { type ReleasePath, releasePath } from "./release-path.ts";
import { RuntimeUnavailable } from "./runtime-unavailable.ts";

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
  const runtime = runtimes[old.name];
  const releasePackage = runtime && packageFor(runtime.packages, thisMachine());
  if (runtime === undefined || releasePackage === undefined) {
    throw new BadInput(
      `Cannot search between ${old.label} and ${own.label}: npm has no ${old.name} for this machine`,
    );
  }
  try {
    const published = await publishedReleases(releasePackage.name, signal);
    return releasePath({ old: old.version, new: own.version }, published, runtime, options);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof NpmError)) throw error;
    throw new RuntimeUnavailable(
      `Cannot look up the releases between ${old.label} and ${own.label}: ${error.reason}`,
      { cause: error },
    );
  }
}
