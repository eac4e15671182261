import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { allProbes } from "../../scripts/driver/bouts/probe.ts";

describe("Probes", () => {
  const probes = allProbes();

  it("are many, and each says in a sentence what should happen", () => {
    assert.ok(probes.length > 50);
    for (const { about, path } of probes) assert.match(about, /^(?:`|[A-Z]).*\.$/, path);
  });

  it("import built-in modules and what supports them alone", () => {
    for (const { path } of probes) {
      for (const [, specifier = ""] of readFileSync(path, "utf8").matchAll(/\bfrom "([^"]+)"/g)) {
        assert.match(specifier, /^(?:node:.*|\.\.\/support\/probe\.mjs)$/, path);
      }
    }
  });

  it("are those that comments of the library name", () => {
    const files = globSync("{runners,shared}/**/*.ts");
    const named = files.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/\(probe ([a-z0-9-]+)\)/g)].map(([, name]) => name),
    );
    const names = probes.map(({ name }) => name);
    assert.ok(named.length >= 10);
    assert.deepEqual(
      named.filter((name) => !names.includes(name ?? "")),
      [],
    );
  });
});
