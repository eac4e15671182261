import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { folderHash, moduleHashes } from "../../../scripts/driver/files/module-files.ts";
import { newFolder } from "../../fixtures/matrix-runs.ts";

/** A module and what belongs to it, in all the ways in which a module can name a file. */
const files: Readonly<Record<string, string>> = {
  "mine.ts": `import { one } from "./part.ts";
import type { Kind } from "./kinds.ts";
import settings from "./settings.json" with { type: "json" };
import { createRequire } from "node:module";
import left from "some-package";
export * from "./again.mjs";
import "./no-such-file.ts";
import "./extensionless";
const data = new URL("./data.txt", import.meta.url);
const bare = new URL("bare.txt", import.meta.url);
const required = createRequire(import.meta.url)("./required.cjs");
const resolved = import(import.meta.resolve("./resolved.ts"));
import hashed from "#hashed";
const missing = new URL("./missing.txt", import.meta.url);
export const start = () => new Worker(new URL("./worker.ts", import.meta.url));
export const later = () => import("./later.js");
export default { name: "mine", run: (kind: Kind) => one() };
`,
  "part.ts": `import { two } from "./parts/deep.cjs";
export const one = (): number => two - 1;
`,
  "kinds.ts": "export type Kind = 1;",
  "settings.json": "{}",
  "again.mjs": `export { a } from "./parts/../mine.ts";`,
  "data.txt": "some",
  "bare.txt": "some",
  "required.cjs": "",
  "resolved.ts": "",
  "package.json": `{ "imports": { "#hashed": "./hashed.ts" } }`,
  "hashed.ts": "",
  "worker.ts": `import "./in-worker.ts";`,
  "in-worker.ts": "",
  "later.js": "",
  "extensionless.ts": "",
  "parts/deep.cjs": `exports.two = require("./deeper.cjs");`,
  "parts/deeper.cjs": "module.exports = 2;",
  "other.ts": "nobody imports this",
};

const moduleHash = async (path: string): Promise<string> => (await moduleHashes([path])).join();

describe("moduleHashes", () => {
  const folder = newFolder("a # b%2Fc");
  const module = join(folder, "mine.ts");

  before(() => {
    mkdirSync(join(folder, "parts"), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  });

  it("is the same as long as nothing has changed", async () => {
    assert.equal(await moduleHash(module), await moduleHash(module));
  });

  // A type is nothing that runs.
  const ignored = ["other.ts", "kinds.ts", "package.json"];
  for (const name of Object.keys(files)) {
    const differs = !ignored.includes(name);
    it(`${differs ? "differs" : "is the same"} when ${name} has changed`, async () => {
      const earlier = await moduleHash(module);
      appendFileSync(join(folder, name), "\n");
      assert.equal((await moduleHash(module)) !== earlier, differs);
    });
  }

  it("holds for what a folder has, too", () => {
    const earlier = folderHash(folder);
    assert.equal(folderHash(folder), earlier);
    appendFileSync(join(folder, "parts", "deep.cjs"), "\n");
    assert.notEqual(folderHash(folder), earlier);
  });

  it("is that of all modules around it where it imports what it computes the path of", async () => {
    const computing = {
      a: 'const name = "./part" + ".ts"; await import(name);',
      b: 'await import("./pa" + "rt.ts");',
      c: ["const n = 1; require(`./p$", "{n}.cjs`);"].join(""),
    };
    for (const [name, text] of Object.entries(computing)) {
      const computed = join(folder, `computed-${name}.ts`);
      writeFileSync(computed, text);
      const earlier = await moduleHash(computed);
      assert.equal(await moduleHash(computed), earlier);
      appendFileSync(join(folder, "parts", "deeper.cjs"), "\n");
      assert.notEqual(await moduleHash(computed), earlier, text);
    }
  });

  it("is that of the file alone where it cannot be followed", async () => {
    const odd = join(folder, "odd.ts");
    writeFileSync(odd, "this is no TypeScript");
    const earlier = await moduleHash(odd);
    appendFileSync(odd, "!");
    assert.notEqual(await moduleHash(odd), earlier);
  });
});
