import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runtimes } from "../../../runners/current-runtime.ts";
import {
  parseReleaseRange,
  releaseRange,
  type Step,
} from "../../../scripts/driver/releases/history-range.ts";
import type { PublishedReleases } from "../../../scripts/driver/releases/published-releases.ts";
import { releasePath } from "../../../scripts/driver/releases/release-path.ts";

/** As npm had them, and as a mirror has them that got some later. */
const node: Readonly<Record<string, string>> = {
  created: "2012-01-01T00:00:00Z",
  "22.9.0": "2024-09-17T12:00:00Z",
  "22.10.0": "2024-10-15T12:00:00Z",
  "22.11.0": "2024-10-29T12:00:00Z",
  "22.12.0": "2024-12-03T12:00:00Z",
  "23.0.0": "2026-05-14T01:00:00Z",
  "23.1.0": "2024-10-24T12:00:00Z",
  "23.11.0": "2025-10-01T12:00:00.123000+00:00",
  "23.11.1": "2025-10-05T12:00:00Z",
  "24.0.0": "2026-04-03T12:00:00Z",
  "24.0.1": "2025-05-08T12:00:00Z",
  "24.2.0": "2025-06-09T12:00:00Z",
  "24.10.0": "2025-10-08T12:00:00Z",
  "24.11.0": "2025-10-28T12:00:00Z",
  "25.0.0": "2025-10-15T12:00:00Z",
  "25.1.0": "2025-10-28T12:00:00Z",
};

const bun: Readonly<Record<string, string>> = {
  "1.2.23": "2025-09-28T15:00:00Z",
  "1.3.0": "2025-10-10T21:00:00Z",
  "1.3.1": "2025-10-22T16:00:00Z",
  "1.3.2-canary.20251101.1": "2026-08-26T16:00:00Z",
  "1.3.2": "2025-11-08T08:00:00Z",
  // A canary bears the number of the release before it until somebody raises it.
  "1.3.2-canary.20251112.1": "2025-11-12T08:00:00Z",
  "1.3.3": "2025-11-23T09:00:00Z",
  "1.3.10": "2026-02-28T01:00:00Z",
};

function registry(times: Readonly<Record<string, string>>): PublishedReleases {
  return { times, versions: Object.keys(times).filter((name) => name !== "created"), deprecated: new Map() };
}

function pathOf(
  name: "node" | "deno" | "bun",
  old: string,
  own: string,
  published: PublishedReleases,
  prereleases = false,
) {
  const runtime = runtimes[name];
  assert.ok(runtime);
  const { releases, skipped } = releasePath({ old, new: own }, published, runtime, { prereleases });
  return { versions: releases.map(({ version }) => version), releases, skipped };
}

describe("releasePath", () => {
  it("goes from the old release to the new one by version, where there is one line", () => {
    assert.deepEqual(pathOf("bun", "1.2.23", "1.3.10", registry(bun)).versions, [
      ...["1.2.23", "1.3.0", "1.3.1", "1.3.2", "1.3.3", "1.3.10"],
    ]);
  });

  it("takes of the lines before only what had been published when the next one began", () => {
    assert.deepEqual(pathOf("node", "22.9.0", "23.1.0", registry(node)).versions, [
      ...["22.9.0", "22.10.0", "23.0.0", "23.1.0"],
    ]);
    assert.deepEqual(pathOf("node", "24.0.0", "25.1.0", registry(node)).versions, [
      ...["24.0.0", "24.0.1", "24.2.0", "24.10.0", "25.0.0", "25.1.0"],
    ]);
  });

  it("goes on with the next line from an old release that came after it had begun", () => {
    assert.deepEqual(pathOf("node", "22.12.0", "23.1.0", registry(node)).versions, [
      ...["22.12.0", "23.0.0", "23.1.0"],
    ]);
    assert.deepEqual(pathOf("node", "24.11.0", "25.1.0", registry(node)).versions, [
      ...["24.11.0", "25.0.0", "25.1.0"],
    ]);
  });

  it("has all of a line that is short, whatever the dates of a registry that got it late", () => {
    const { versions, releases } = pathOf("node", "23.0.0", "24.2.0", registry(node));
    assert.deepEqual(versions, ["23.0.0", "23.1.0", "23.11.0", "23.11.1", "24.0.0", "24.0.1", "24.2.0"]);
    assert.deepEqual(
      releases.filter(({ version }) => version.endsWith(".0.0")).map(({ published }) => published),
      ["2024-10-24T12:00:00.000Z", "2025-05-08T12:00:00.000Z"],
    );
  });

  it("passes over what is deprecated or unpublished, and says so", () => {
    const { versions, times } = registry(bun);
    const published = {
      times,
      versions: versions.filter((version) => version !== "1.3.1"),
      deprecated: new Map([["1.3.2", "leaks"]]),
    };
    const path = pathOf("bun", "1.3.0", "1.3.10", published);
    assert.deepEqual(path.versions, ["1.3.0", "1.3.3", "1.3.10"]);
    assert.deepEqual(path.skipped, [
      { version: "1.3.1", reason: "unpublished" },
      { version: "1.3.2", reason: "deprecated" },
    ]);
  });

  it("has pre-releases only where they are asked for, canaries by their day", () => {
    assert.deepEqual(pathOf("bun", "1.3.1", "1.3.10", registry(bun), true).versions, [
      ...["1.3.1", "1.3.2-canary.20251101.1", "1.3.2", "1.3.2-canary.20251112.1", "1.3.3", "1.3.10"],
    ]);
    const deno = {
      "2.5.0": "2025-09-16",
      "2.6.0-rc.1": "2025-12-01",
      "2.6.0": "2025-12-11",
      "2.6.1": "2025-12-16",
    };
    assert.deepEqual(pathOf("deno", "2.5.0", "2.6.1", registry(deno), true).versions, Object.keys(deno));
  });

  it("tells by the day whether a canary is behind a release, whatever number it bears", () => {
    const late = "1.3.2-canary.20251112.1";
    assert.deepEqual(pathOf("bun", "1.3.2", "1.3.3", registry(bun), true).versions, ["1.3.2", late, "1.3.3"]);
    assert.deepEqual(pathOf("bun", "1.3.1", late, registry(bun)).versions, ["1.3.1", "1.3.2", late]);
    assert.deepEqual(pathOf("bun", late, "1.3.10", registry(bun)).versions, [late, "1.3.3", "1.3.10"]);
  });

  it("goes from the older release to the newer one, and not back", () => {
    for (const [old, own] of [
      ["1.3.3", "1.3.3"],
      ["1.3.10", "1.3.9"],
      ["1.3.2-canary.20251112.1", "1.3.2"],
    ] as const) {
      assert.throws(() => pathOf("bun", old, own, registry(bun)), /expected the older release first/);
    }
  });

  it("has both ends, also such as no registry knows", () => {
    assert.deepEqual(pathOf("bun", "1.3.0", "1.3.2", registry({})).versions, ["1.3.0", "1.3.2"]);
    assert.deepEqual(pathOf("bun", "1.3.3", "1.4.0-canary.20260401.1", registry(bun)).versions, [
      ...["1.3.3", "1.3.10", "1.4.0-canary.20260401.1"],
    ]);
  });

  it("has no release under which our programs do not start", () => {
    const old = { "20.5.0": "2023-07-20", "20.6.0": "2023-09-04", "20.7.0": "2023-09-18" };
    assert.deepEqual(pathOf("node", "18.19.0", "20.7.0", registry(old)).versions, [
      ...["18.19.0", "20.6.0", "20.7.0"],
    ]);
  });
});

describe("releaseRange", () => {
  const rangeOf = (name: "node" | "bun", range: string, every: Step, published: PublishedReleases) => {
    const runtime = runtimes[name];
    assert.ok(runtime);
    const { releases } = releaseRange(parseReleaseRange(range), every, published, runtime);
    return releases.map(({ version }) => version);
  };

  it("begins with the first release of its first end, and ends with the last of its second", () => {
    assert.deepEqual(rangeOf("bun", "bun@1.3..bun@1.3", "patch", registry(bun)), [
      ...["1.3.0", "1.3.1", "1.3.2", "1.3.3", "1.3.10"],
    ]);
    assert.deepEqual(rangeOf("bun", "bun@1.2..bun@latest", "minor", registry(bun)), ["1.2.23", "1.3.10"]);
  });

  it("keeps an end that is an exact version", () => {
    assert.deepEqual(rangeOf("bun", "bun@1.3.1..bun@1.3.3", "minor", registry(bun)), ["1.3.1", "1.3.3"]);
  });

  it("has the newest of each minor version that was there before the next line, and the newest of each major one", () => {
    assert.deepEqual(rangeOf("node", "node@22..node@24", "minor", registry(node)), [
      ...["22.9.0", "22.10.0", "23.0.0", "23.1.0", "23.11.1", "24.0.1", "24.2.0", "24.10.0", "24.11.0"],
    ]);
    assert.deepEqual(rangeOf("node", "node@22..node@25", "major", registry(node)), [
      ...["22.12.0", "23.11.1", "24.11.0", "25.1.0"],
    ]);
  });

  it("passes over what was withdrawn, and is refused where there is nothing", () => {
    const published = { ...registry(bun), deprecated: new Map([["1.3.10", "broken"]]) };
    assert.deepEqual(rangeOf("bun", "bun@1.2..bun@1.3.3", "minor", published), ["1.2.23", "1.3.3"]);
    assert.throws(
      () => rangeOf("bun", "bun@1.3.3..bun@1.3.1", "minor", registry(bun)),
      /older release first/,
    );
    assert.throws(() => rangeOf("bun", "bun@1.2.23..bun@1.2", "minor", registry(bun)), /older release first/);
  });
});
