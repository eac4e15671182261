import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { CacheLimit } from "../../../scripts/driver/releases/cache-limit.ts";

const folder = mkdtempSync(join(tmpdir(), "worker-matrix-limit-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A made-up cache, whose releases take a thousand bytes each. */
function cacheOf(name: string) {
  const cache = join(folder, name);
  const binary = (release: string): string => join(cache, "runtimes", release, "bin", "node");
  const add = (release: string): void => {
    mkdirSync(join(cache, "runtimes", release, "bin"), { recursive: true });
    writeFileSync(binary(release), "x".repeat(1000));
  };
  const has = (release: string): boolean => existsSync(binary(release));
  return { cache, add, has, binary };
}

describe("CacheLimit", () => {
  it("removes the oldest of what came since, until the rest is small enough", async () => {
    const { cache, add, has } = cacheOf("oldest");
    const limit = new CacheLimit(cache, 2500);
    for (const name of ["b@1", "a@2", "c@3", "d@4"]) {
      add(name);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual(await limit.trim(), ["b@1", "a@2"]);
    assert.deepEqual(["b@1", "a@2", "c@3", "d@4"].map(has), [false, false, true, true]);
    assert.deepEqual(await limit.trim(), []);
  });

  it("keeps what was there before, what is in use, and what is being installed", async () => {
    const { cache, add, has, binary } = cacheOf("kept");
    add("before@1");
    const limit = new CacheLimit(cache, 0);
    for (const name of ["used@2", ".123-installing", "through@3"]) add(name);
    const { release } = await limit.use(async () => [{ path: binary("used@2") }]);
    assert.deepEqual(await limit.trim(), ["through@3"]);
    assert.deepEqual(["before@1", "used@2", ".123-installing", "through@3"].map(has), [
      true,
      true,
      true,
      false,
    ]);
    release();
    assert.deepEqual(await limit.trim(), ["used@2"]);
  });

  it("removes nothing while something is being installed", async () => {
    const { cache, add } = cacheOf("installing");
    const limit = new CacheLimit(cache, 0);
    add("through@1");
    await limit.use(async () => {
      assert.deepEqual(await limit.trim(), []);
      return [];
    });
    assert.deepEqual(await limit.trim(), ["through@1"]);
  });

  it("removes nothing without a limit, or without a cache", async () => {
    const { cache, add, has } = cacheOf("none");
    const limit = new CacheLimit(cache, Number.POSITIVE_INFINITY);
    assert.deepEqual(await limit.trim(), []);
    add("a@1");
    assert.deepEqual(await limit.trim(), []);
    assert.ok(has("a@1"));
  });
});
