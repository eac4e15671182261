import { existsSync, readdirSync } from "node:fs";
import { lstat, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { releasesFolder } from "./runtime-cache.ts";

/**
 * Keeps the releases in the cache below a size, for a command that goes through many of them. Only what was not there when the command began
 * is ever removed, the oldest first, and nothing that is in use.
 */
export class CacheLimit {
  readonly #folder: string;
  readonly #bytes: number;
  readonly #before: ReadonlySet<string>;
  #installing = 0;
  readonly #sizes = new Map<string, number>();
  readonly #used = new Map<object, readonly string[]>();

  /** @param bytes what all releases in the cache may take together */
  constructor(cache: string, bytes: number) {
    this.#folder = releasesFolder(cache);
    this.#bytes = bytes;
    this.#before = new Set(this.#releases());
  }

  /**
   * Nothing is removed while releases are installed, and what this resolves to is kept until `release` is called.
   *
   * @param install resolves to binaries
   */
  async use<Found extends { readonly path: string }>(
    install: () => Promise<readonly Found[]>,
  ): Promise<{ readonly found: readonly Found[]; readonly release: () => void }> {
    const key = {};
    this.#installing += 1;
    try {
      const found = await install();
      this.#used.set(
        key,
        found.map(({ path }) => path),
      );
      return { found, release: () => void this.#used.delete(key) };
    } finally {
      this.#installing -= 1;
    }
  }

  /**
   * Removes what is too much.
   *
   * @param kept binaries that are needed besides those in use
   * @returns the names of the folders that were removed
   */
  async trim(kept: readonly string[] = []): Promise<string[]> {
    if (this.#installing > 0 || this.#bytes === Number.POSITIVE_INFINITY) return [];
    const used = [...this.#used.values(), kept].flat();
    const releases = this.#releases();
    for (const name of releases)
      this.#sizes.set(name, this.#sizes.get(name) ?? (await sizeOf(path.join(this.#folder, name))));
    let total = releases.reduce((sum, name) => sum + (this.#sizes.get(name) ?? 0), 0);
    const isUsed = (name: string): boolean =>
      used.some((file) => file.startsWith(path.join(this.#folder, name) + path.sep));
    const removable = releases.filter((name) => !this.#before.has(name) && !isUsed(name));
    const removed: string[] = [];
    for (const name of await oldestFirst(this.#folder, removable)) {
      if (total <= this.#bytes) break;
      await rm(path.join(this.#folder, name), { recursive: true, force: true });
      total -= this.#sizes.get(name) ?? 0;
      this.#sizes.delete(name);
      removed.push(name);
    }
    return removed;
  }

  /** The folders of whole releases: those that are being installed begin with a dot. */
  #releases(): string[] {
    return existsSync(this.#folder) ? readdirSync(this.#folder).filter((name) => !name.startsWith(".")) : [];
  }
}

async function oldestFirst(folder: string, names: readonly string[]): Promise<string[]> {
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await lstat(path.join(folder, name))).ctimeMs })),
  );
  return dated.sort((a, b) => a.at - b.at).map(({ name }) => name);
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => (await lstat(path.join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
