import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import type { ReleasePackage, Runtime } from "../../../runners/runtime.ts";
import { NpmError, npm } from "./npm.ts";
import { isCached, releaseFolder, releasesFolder } from "./runtime-cache.ts";
import { ask } from "./runtime-identity.ts";
import { RuntimeUnavailable } from "./runtime-unavailable.ts";
import { startFailure } from "./start-failure.ts";

/** A release that is to be in the cache. */
export interface WantedRelease {
  readonly runtime: Runtime;
  readonly package: ReleasePackage;
  readonly version: string;
}

/**
 * Installs releases from the npm registry into the cache, all that are missing in one go. npm checks their integrity,
 * and runs none of their scripts.
 *
 * What is in the cache is complete: npm works in a folder beside it, and each release moves over by a rename. Two
 * processes that install the same one do not disturb each other, and one that is killed leaves only such a folder,
 * which the next one removes.
 *
 * @throws {RuntimeUnavailable} when npm cannot install them
 */
export async function installReleases(
  wanted: readonly WantedRelease[],
  cache: string,
  { signal, notice }: { readonly signal: AbortSignal | undefined; readonly notice: (line: string) => void },
): Promise<void> {
  const byFolder = new Map(
    wanted.map((release) => [releaseFolder(cache, release.package, release.version), release]),
  );
  const missing = [...byFolder.values()].filter(
    (release) => !isCached(cache, release.package, release.version),
  );
  if (missing.length === 0) return;
  const names = missing.map((release) => `${release.package.name}@${release.version}`);
  const releases = missing.map(({ runtime, version }) => `${runtime.name}@${version}`).join(", ");
  notice(`Installing ${releases} from npm into ${cache}`);
  try {
    const folder = releasesFolder(cache);
    await mkdir(folder, { recursive: true });
    await removeAbandoned(folder);
    const workshop = await mkdtemp(path.join(folder, `.${process.pid}-`));
    try {
      await install(names, workshop, signal);
      for (const [index, release] of missing.entries()) await adopt(release, index, workshop, cache);
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw new RuntimeUnavailable(`Cannot install ${releases} into ${cache}: ${reason(error)}`, {
      cause: error,
    });
  }
}

async function install(
  names: readonly string[],
  workshop: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await writeFile(path.join(workshop, "package.json"), '{ "private": true }\n');
  const aliased = names.map((name, index) => `release-${index}@npm:${name}`);
  await npm(["install", `--prefix=${workshop}`, ...asNeeded, ...aliased], workshop, signal);
}

/** What an install has to be like, whatever the user has told npm in files and variables. */
const asNeeded = [
  // Now, and files that can be moved.
  ...["--no-dry-run", "--no-package-lock-only", "--install-strategy=hoisted"],
  // Nothing but the files of the package.
  ...["--no-bin-links", "--ignore-scripts", "--no-save", "--no-package-lock"],
  // The machine's own build.
  ...[`--os=${process.platform}`, `--cpu=${process.arch}`],
];

/** Moves one release to its place; where another process was first, its copy stays. */
async function adopt(release: WantedRelease, index: number, workshop: string, cache: string): Promise<void> {
  const unpacked = path.join(workshop, "node_modules", `release-${index}`);
  const binary = path.join(unpacked, release.package.binary);
  // Some packages have their binary without its run bit.
  await chmod(binary, 0o755);
  await requireStarting(release, binary);
  const place = releaseFolder(cache, release.package, release.version);
  // What else is there has no binary: a dangling link, or half of a folder that somebody was removing.
  if (!isCached(cache, release.package, release.version)) await rm(place, { recursive: true, force: true });
  try {
    await rename(unpacked, place);
  } catch (error) {
    if (!isCached(cache, release.package, release.version)) throw error;
  }
}

/** The last word on whether it arrived whole: it starts, and is what it should be. */
async function requireStarting({ runtime, version }: WantedRelease, binary: string): Promise<void> {
  const answer = await ask(binary, ["--version"]);
  const [, printed] = runtime.versionLine.exec(answer.stdout) ?? [];
  // A canary says which release it leads to, and more.
  const [expected = version] = version.split("-");
  if (printed?.startsWith(expected)) return;
  throw new Error(`its binary does not start: ${startFailure(answer)}`);
}

/** Removes the folders of processes that are no more; an npm that outlived its process may hold one up a while. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    const [, pid] = /^\.(\d+)-/.exec(entry) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) {
      await rm(path.join(folder, entry), { recursive: true, force: true }).catch(() => {});
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof NpmError && error.cache !== undefined) return error.reason;
  if (code !== undefined && code in reasons) return `${reasons[code]} (${code})`;
  return error instanceof NpmError ? error.reason : message;
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; WORKER_MATRIX_CACHE moves the cache",
  EDQUOT: "the disk quota is used up; WORKER_MATRIX_CACHE moves the cache",
  EACCES: "the folder cannot be written to; WORKER_MATRIX_CACHE moves the cache",
  EPERM: "the folder cannot be written to; WORKER_MATRIX_CACHE moves the cache",
  EROFS: "the disk is read-only; WORKER_MATRIX_CACHE moves the cache",
  ENOTDIR: "a part of that path is a file; WORKER_MATRIX_CACHE moves the cache",
  EEXIST: "a part of that path is a file; WORKER_MATRIX_CACHE moves the cache",
  EINTEGRITY: "what arrived is not what the registry announced",
};
