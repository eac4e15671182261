import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";

const read = (file: string): string => readFileSync(file, "utf8");
/** Those that people write. What a run has written names only its own files. */
const documents = [
  ...globSync("*.md"),
  ...globSync("{runners,scripts,shared}/**/*.md"),
  "results/README.md",
].filter((file) => !file.includes("node_modules"));

describe("README.md", () => {
  const readme = read("README.md");

  it("begins with the two commands", () => {
    const [first, second] = readme.split("\n").filter((line) => line.startsWith("    npm ci"));
    assert.match(first ?? "", /^ {4}npm ci && npx zx scripts\/matrix\.mjs\b/);
    assert.match(second ?? "", /^ {4}npm ci && npm test\b/);
  });

  it("is read in a few minutes", () => {
    assert.ok(readme.split("\n").length <= 150);
  });
});

describe("The documents", () => {
  for (const file of documents) {
    it(`${file} links to files and headings that are there`, () => {
      const links = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? "");
      const wrong = links.filter((link) => {
        if (/^https?:/.test(link)) return false;
        const [name = "", heading] = link.split("#");
        const target = name === "" ? file : path.join(path.dirname(file), name);
        return !existsSync(target) || (heading !== undefined && !headings(target).includes(heading));
      });
      assert.deepEqual(wrong, []);
    });
  }

  it("cite every run that results/ keeps, and those alone", () => {
    const runs = globSync("results/*/").map((folder) => path.basename(folder));
    const cited = documents.flatMap(
      (file) => read(file).match(/\b(?:[a-z]+-)?\d{4}-\d\d-\d\d(?:T[\d-]+|-[a-z]+)/g) ?? [],
    );
    assert.deepEqual([...new Set(cited)].sort(), runs.sort());
  });

  it("shared/workloads/README.md names every workload, and no other", () => {
    const files = globSync("shared/workloads/*.ts").map((file) => path.basename(file, ".ts"));
    const [section = ""] = read("shared/workloads/README.md").split("\n## ");
    const named = [...section.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name]) => name);
    assert.deepEqual(named.sort(), files.sort());
  });

  for (const [file, folder] of [
    ["shared/README.md", "shared"],
    ["runners/README.md", "runners"],
    ["scripts/README.md", "scripts/driver"],
  ] as const) {
    it(`${file} says of each room what may be in it`, () => {
      const rooms = globSync(`${folder}/*/`).map((room) => path.basename(room));
      const named = [...read(file).matchAll(/^\| (`[a-z-]+\/`[^|]*)\|/gm)].flatMap(([, cell]) =>
        [...(cell ?? "").matchAll(/`([a-z-]+)\/`/g)].map(([, room]) => room),
      );
      assert.deepEqual(named.sort(), rooms.sort());
    });
  }

  it("name every command", () => {
    const commands = globSync("scripts/*.mjs").map((file) => path.basename(file));
    const named = [...read("scripts/README.md").matchAll(/^\| `([a-z-]+\.mjs)` +\|/gm)].map(
      ([, name]) => name,
    );
    assert.deepEqual(named.sort(), commands.sort());
  });
});

/** As GitHub makes them of headings. */
function headings(file: string): string[] {
  const titles = [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, title]) => title ?? "");
  return titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-"),
  );
}
