import assert from "node:assert/strict";
import { test } from "node:test";
import { BadInput } from "../../../scripts/driver/command-line/bad-input.ts";
import { pickRelease, type ReleaseSpec } from "../../../scripts/driver/releases/runtime-release.ts";
import { parseRuntimeSpec } from "../../../scripts/driver/releases/runtime-spec.ts";

const deno = ["1.46.3", "2.6.10", "2.7.10", "2.7.1", "2.7.9", "2.10.0", "2.9.6"];
const bun = [
  "1.3.14",
  "1.4.2-canary.20260928.1",
  "1.4.2-canary.20260906.1",
  "1.4.2",
  "1.3.9-canary.20260301.1",
];
const pick = (spec: string, versions: readonly string[]): string =>
  pickRelease(parseRuntimeSpec(spec) as ReleaseSpec, versions, ">=1.46.0-0 <3.0.0 || ^1.1.0-0");

test("pickRelease takes the newest release that has the prefix, by version and not by text or order", () => {
  assert.equal(pick("deno@2", deno), "2.10.0");
  assert.equal(pick("deno@2.7", deno), "2.7.10");
  assert.equal(pick("deno@2.1", ["2.10.0", "2.1.4"]), "2.1.4");
  assert.equal(pick("deno@latest", deno), "2.10.0");
  assert.equal(pick("deno@2.7.1", deno), "2.7.1");
});

test("pickRelease takes a canary only when it is asked for", () => {
  assert.equal(pick("bun@1.4", bun), "1.4.2");
  assert.equal(pick("bun@latest", bun), "1.4.2");
  assert.equal(pick("bun@canary", bun), "1.4.2-canary.20260928.1");
  assert.equal(pick("bun@1.4.2-canary.20260906.1", bun), "1.4.2-canary.20260906.1");
  assert.throws(() => pick("bun@1.4.9", bun), /No bun@1\.4\.9 on npm: the nearest is 1\.4\.2$/);
});

test("pickRelease refuses what there is not, and names the nearest that there are", () => {
  assert.throws(() => pick("deno@2.7.0", deno), {
    name: "BadInput",
    message: "No deno@2.7.0 on npm: the nearest are 2.6.10 and 2.7.1",
  });
  assert.throws(() => pick("deno@2.8", deno), /the nearest are 2\.7\.10 and 2\.9\.6$/);
  assert.throws(() => pick("deno@9", deno), /the nearest is 2\.10\.0$/);
  assert.throws(() => pick("deno@canary", deno), /No deno@canary on npm: .* the newest is 2\.10\.0$/);
});

test("pickRelease refuses a release that is too old, and says which are not", () => {
  const spec = parseRuntimeSpec("node@16") as ReleaseSpec;
  assert.throws(
    () => pickRelease(spec, ["16.20.2", "18.20.8"], "^18.19.0 || >=20.6.0"),
    (error) =>
      error instanceof BadInput &&
      error.message ===
        "Cannot run under node@16 (16.20.2): expected node 18.19.0 or later (^18.19.0 || >=20.6.0)",
  );
});
