import assert from "node:assert/strict";
import { globSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { examplesOf, expectedLines } from "../fixtures/examples.ts";
import { runProgram } from "../fixtures/run-program.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sources = [
  ...globSync("{shared,runners}/**/*.ts", { cwd: root }),
  "shared/README.md",
  "shared/recipes.md",
].sort();

const examples = sources.flatMap((source) => examplesOf(root, source));
const programs = examples.filter(({ file }) => file === undefined);

// In the repository, for the name of the library to mean this one; two folders down, as the tests are. All runtimes
// write the same into it.
const folder = path.join(root, ".cache", "examples");
mkdirSync(folder, { recursive: true });
for (const { file, code } of examples) if (file !== undefined) writeFileSync(path.join(folder, file), code);

describe("The example", () => {
  for (const [index, { place, code }] of programs.entries()) {
    it(`at ${place} runs, and prints what it says`, { skip: !canParse(code) }, async () => {
      const file = path.join(folder, `example-${index}.ts`);
      writeFileSync(file, code);
      // Only the script of the article looks at them: its own size takes seconds.
      const { status, output } = await runProgram(pathToFileURL(file), ["--size", "1000"]);
      assert.equal(status, 0, output);
      const expected = expectedLines(code);
      if (expected.length > 0) assert.deepEqual(output.trim().split("\n"), expected);
    });
  }
});

describe("worker-matrix", () => {
  it("has an example for each name that it exports", async () => {
    const names = Object.keys(await import("../../runners/mod.ts"));
    const shown = examples.map(({ code }) => code).join("\n");
    assert.deepEqual(
      names.filter((name) => !new RegExp(`\\b${name}\\b`).test(shown)),
      [],
    );
  });
});

/** Old releases do not know `await using`. */
function canParse(code: string): boolean {
  if (!/\bawait using\b/.test(code)) return true;
  try {
    new Function("return async () => { await using nothing = null; }");
    return true;
  } catch {
    return false;
  }
}
