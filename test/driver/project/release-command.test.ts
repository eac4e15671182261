import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { releasedTexts } from "../../../scripts/driver/project/release-command.ts";

const read = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
const texts = {
  "package.json": read("package.json"),
  "package-lock.json": read("package-lock.json"),
  "deno.json": read("deno.json"),
  "CHANGELOG.md":
    "# Changelog\n\nNo version has been released yet.\n\n## Unreleased\n\n### Added\n\n- A thing.\n",
};
const current: string = JSON.parse(texts["package.json"]).version;

describe("releasedTexts", () => {
  it("has the version wherever it stands, and nothing else changed", () => {
    const released = releasedTexts(texts, "9.1.0", "2026-11-30");
    assert.equal(JSON.parse(released["package.json"]).version, "9.1.0");
    assert.equal(JSON.parse(released["deno.json"]).version, "9.1.0");
    const lock = JSON.parse(released["package-lock.json"]);
    assert.deepEqual([lock.version, lock.packages[""].version], ["9.1.0", "9.1.0"]);
    lock.version = current;
    lock.packages[""].version = current;
    assert.deepEqual(lock, JSON.parse(texts["package-lock.json"]));
  });

  it("makes a section of what was unreleased", () => {
    assert.equal(
      releasedTexts(texts, "9.1.0", "2026-11-30")["CHANGELOG.md"],
      "# Changelog\n\n\n## Unreleased\n\n## 9.1.0 - 2026-11-30\n\n### Added\n\n- A thing.\n",
    );
  });

  for (const [version, changelog, message] of [
    ["next", undefined, /^Cannot release next: expected a version such as/],
    ["v9.1.0", undefined, /^Cannot release v9\.1\.0: expected a version such as/],
    ["0.0.1", undefined, /^Cannot release 0\.0\.1: this is \d+\.\d+\.\d+ already/],
    [
      "9.1.0",
      "# Changelog\n\n## Unreleased\n\n## 9.0.0 - 2026-01-01\n\n- A thing.\n",
      /nothing under "Unreleased"/,
    ],
  ] as const) {
    it(`refuses ${version}${changelog === undefined ? "" : " without changes"}`, () => {
      const given = changelog === undefined ? texts : { ...texts, "CHANGELOG.md": changelog };
      assert.throws(() => releasedTexts(given, version, "2026-11-30"), { message });
    });
  }
});
