import { runtimes } from "../../../runners/current-runtime.ts";
import type { ReleasePackage, Runtime } from "../../../runners/runtime.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { commandOnPath } from "./command-on-path.ts";
import { type Machine, packageFor } from "./machine.ts";
import { NpmError } from "./npm.ts";
import { pinnedBinary, pinnedVersion } from "./pinned-release.ts";
import { cachedVersions, isCached, releaseBinary, releaseFolder } from "./runtime-cache.ts";
import { askVersion } from "./runtime-identity.ts";
import type { WantedRelease } from "./runtime-install.ts";
import { pickRelease, type ReleaseSpec, requireSupported } from "./runtime-release.ts";
import type { RuntimeSpec } from "./runtime-spec.ts";
import { RuntimeUnavailable } from "./runtime-unavailable.ts";

/** Where the binary of a spec is, or will be once `release` is installed. */
export interface Location {
  readonly runtime: Runtime;
  readonly version: string;
  readonly file: string;
  readonly source: "npm ci" | "cache" | "system" | "path";
  /** What brings the binary anew, should it be broken. */
  readonly anew: string | undefined;
  /** How the build differs from the usual one. */
  readonly build: string | undefined;
  /** What has to be in the cache for it. */
  readonly release: WantedRelease | undefined;
}

export interface LocateContext {
  readonly cache: string;
  readonly machine: Machine;
  /** The versions of a package that the registry has. */
  readonly versions: (packageName: string) => Promise<readonly string[]>;
  readonly notice: (line: string) => void;
  readonly signal: AbortSignal | undefined;
  /** The releases that are of use, as a semver range. */
  readonly supported: (runtime: Runtime) => string;
}

/**
 * Finds the binary that a spec names. The registry is asked only where the answer is not on this machine: for a
 * version that is not here, and for what is the newest. When it cannot be reached, the newest one here counts.
 *
 * @throws {BadInput} when there is no such binary or release
 * @throws {RuntimeUnavailable} when the registry would have to know, and cannot be reached
 */
export async function locateRuntime(spec: RuntimeSpec, context: LocateContext): Promise<Location> {
  const runtime = runtimes[spec.name];
  if (runtime === undefined) throw new TypeError(`No JavaScript runtime is called ${spec.name}`);
  if (spec.kind === "path") return ofUser(spec, runtime, spec.path, context);
  if (spec.kind === "system") return ofUser(spec, runtime, systemBinary(spec, runtime), context);

  const releasePackage = packageFor(runtime.packages, context.machine);
  if (releasePackage === undefined) {
    const { os, cpu, libc = "" } = context.machine;
    throw new BadInput(
      `Cannot install ${spec.text}: npm has no ${spec.name} for ${`${os} ${cpu} ${libc}`.trim()}; expected ${spec.name}@system or a path such as ${spec.name}@/opt/${spec.name}`,
    );
  }
  const pinned = pinnedVersion(runtime);
  const asked: ReleaseSpec = spec.kind === "default" ? { ...spec, kind: "version", version: pinned } : spec;
  const version = await resolveVersion(asked, runtime, releasePackage, pinned, context);
  const base = { runtime, version, build: releasePackage.build };
  const binary = pinnedBinary(releasePackage, version);
  if (binary !== undefined) {
    return { ...base, file: binary, source: "npm ci", anew: "run npm ci", release: undefined };
  }
  const { cache } = context;
  return {
    ...base,
    file: releaseBinary(cache, releasePackage, version),
    source: "cache",
    anew: `remove ${releaseFolder(cache, releasePackage, version)}, and it is installed anew`,
    release: isCached(cache, releasePackage, version)
      ? undefined
      : { runtime, package: releasePackage, version },
  };
}

async function resolveVersion(
  spec: ReleaseSpec,
  runtime: Runtime,
  releasePackage: ReleasePackage,
  pinned: string,
  { cache, versions, notice, signal, supported }: LocateContext,
): Promise<string> {
  const useful = supported(runtime);
  const here = cachedVersions(cache, releasePackage);
  if (pinnedBinary(releasePackage, pinned) !== undefined) here.push(pinned);
  if (spec.kind === "version" && here.includes(spec.version)) {
    requireSupported(spec, spec.version, useful);
    return spec.version;
  }
  try {
    return pickRelease(spec, await versions(releasePackage.name), useful);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof NpmError)) throw error;
    const { reason } = error;
    const version = newestHere(spec, here, useful);
    if (version === undefined) {
      throw new RuntimeUnavailable(
        `Cannot look up ${spec.text}: ${reason}${here.length > 0 ? `; here are ${here.join(", ")}` : ""}`,
        { cause: error },
      );
    }
    notice(`Taking ${spec.name}@${version}, the newest ${spec.text} on this machine: ${reason}`);
    return version;
  }
}

function newestHere(spec: ReleaseSpec, here: readonly string[], supported: string): string | undefined {
  try {
    return pickRelease(spec, here, supported);
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
}

function systemBinary(spec: RuntimeSpec, runtime: Runtime): string {
  const file = commandOnPath(runtime.name);
  if (file === undefined) {
    throw new BadInput(
      `Cannot use ${spec.text}: no ${runtime.name} on PATH; expected a release such as ${runtime.name}@latest, or a path such as ${runtime.name}@/opt/${runtime.name}`,
    );
  }
  return file;
}

async function ofUser(
  spec: RuntimeSpec & { readonly kind: "path" | "system" },
  runtime: Runtime,
  file: string,
  { signal, supported }: LocateContext,
): Promise<Location> {
  const version = await askVersion(spec, file, runtime, signal);
  requireSupported(spec, version, supported(runtime));
  return { runtime, version, file, source: spec.kind, anew: undefined, build: undefined, release: undefined };
}
