import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";

const readme = readFileSync("README.md", "utf8");

describe("README.md", () => {
  it("begins with the two commands", () => {
    const [first, second] = readme.split("\n").filter((line) => line.startsWith("    npm ci"));
    assert.match(first ?? "", /^ {4}npm ci && npx zx scripts\/matrix\.mjs\b/);
    assert.match(second ?? "", /^ {4}npm ci && npm test\b/);
  });

  it("names every workload, and no other", () => {
    const files = globSync("shared/workloads/*.ts").map((file) => path.basename(file, ".ts"));
    const [, section = ""] = /\n## Workloads\n(.*?)\n##/s.exec(readme) ?? [];
    const named = [...section.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name]) => name);
    assert.deepEqual(named.sort(), files.sort());
  });

  it("links to files that are there", () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link]) => link ?? "");
    assert.deepEqual(
      links.filter((link) => !existsSync(link)),
      [],
    );
  });
});
