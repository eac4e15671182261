import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import process from "node:process";
import type { ReleasePackage } from "../../../runners/runtime.ts";
import { isInstalled, repository } from "../files/folders.ts";

/**
 * Where releases and what belongs to them are kept: `WORKER_MATRIX_CACHE`; else `.cache` in the checkout, or the installed package's place
 * among the user's caches.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(env.WORKER_MATRIX_CACHE || (isInstalled ? userCache(env) : `${repository}.cache`));
}

function userCache({ XDG_CACHE_HOME, LOCALAPPDATA }: NodeJS.ProcessEnv): string {
  return path.join(
    XDG_CACHE_HOME || LOCALAPPDATA || path.join(homedir(), ".cache"),
    "worker-matrix",
    "suite",
  );
}

/** The folder in the cache in which the releases are, a folder each. */
export function releasesFolder(cache: string): string {
  return path.join(cache, "runtimes");
}

/** The folder in the cache that has, or will have, one release of one package, as npm unpacked it. */
export function releaseFolder(cache: string, { name }: ReleasePackage, version: string): string {
  return path.join(releasesFolder(cache), `${flat(name)}@${version}`);
}

/** The binary of a release in the cache, there or not. */
export function releaseBinary(cache: string, releasePackage: ReleasePackage, version: string): string {
  return path.join(releaseFolder(cache, releasePackage, version), releasePackage.binary);
}

/** Whether the cache has a release. One whose binary is there is complete. */
export function isCached(cache: string, releasePackage: ReleasePackage, version: string): boolean {
  return existsSync(releaseBinary(cache, releasePackage, version));
}

/** The versions of a package that are in the cache, in no order. */
export function cachedVersions(cache: string, releasePackage: ReleasePackage): string[] {
  const folder = releasesFolder(cache);
  const prefix = `${flat(releasePackage.name)}@`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((entry) => (entry.startsWith(prefix) ? entry.slice(prefix.length) : []))
    .filter((version) => isCached(cache, releasePackage, version));
}

/** A package's name as one folder: `@deno/linux-x64-glibc` is `deno-linux-x64-glibc`. */
function flat(name: string): string {
  return name.replace(/^@/, "").replace("/", "-");
}
