import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type CellName, formatCell, parseCell } from "../../../scripts/driver/bouts/contender.ts";

const name: CellName = { workload: "sieve", executor: "pool", threads: 2, tasks: 10, size: 5_000_000 };

describe("formatCell", () => {
  it("names a cell by workload, release, executor, threads, tasks and size, and a variant behind them", () => {
    const runtime = "node@26.10.0";
    assert.equal(formatCell({ ...name, runtime }), "sieve/node@26.10.0/pool-2/10x5000000");
    const variant = "twin";
    assert.equal(formatCell({ ...name, runtime, variant }), "sieve/node@26.10.0/pool-2/10x5000000/twin");
  });

  it("names a comparison of two releases without either of them", () => {
    assert.equal(formatCell(name), "sieve/pool-2/10x5000000");
    assert.equal(formatCell({ ...name, variant: "nothing-1" }), "sieve/pool-2/10x5000000/nothing-1");
  });
});

describe("parseCell", () => {
  const names: Readonly<Record<string, CellName>> = {
    "of a release": { ...name, runtime: "bun@1.4.5" },
    "of a comparison": name,
    "of a twin": { ...name, runtime: "deno@2.9.6", variant: "twin" },
    "of a check of a calibration": { ...name, variant: "slower-by-10-percent" },
    "of a binary": { ...name, runtime: "bun@/opt/bun/bin/bun" },
    "of a binary with a variant": { ...name, runtime: "node@./out/Release/node", variant: "nothing-1-twin" },
    "of a binary in a folder that looks like a cell": {
      ...name,
      runtime: "node@/x/inline-1/1x1/node",
      variant: "twin",
    },
    "of a release with flags": { ...name, runtime: "node@24 --icu-data-dir=/usr/share/icu -1" },
    "of an executor with dashes": { ...name, runtime: "node@26.10.0", executor: "poolifier-web-worker" },
    "of a workload with dashes, digits and blanks": {
      ...name,
      runtime: "node@26.10.0",
      workload: "my 2-x 3x4",
    },
    "of a workload with a slash": { ...name, runtime: "node@26.10.0", workload: "mine/fast" },
  };
  for (const [what, each] of Object.entries(names)) {
    it(`takes the name ${what} apart as formatCell put it together`, () => {
      assert.deepEqual(parseCell(formatCell(each)), each);
    });
  }

  for (const text of [
    "",
    "sieve",
    "sieve/node@26.10.0/pool/10x5",
    "sieve/node@26.10.0/pool-2",
    "a/pool-2/10x",
  ]) {
    it(`gives nothing for ${JSON.stringify(text)}`, () => assert.equal(parseCell(text), undefined));
  }
});
