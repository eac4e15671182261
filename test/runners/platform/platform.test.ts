import assert from "node:assert/strict";
import { describe, it } from "node:test";
import "../../../runners/mod.ts";
import { platform } from "../../../shared/workloads/support/platform.ts";

describe("platform().serve", () => {
  it("answers with its body, no sooner than its latency, until it is closed", async () => {
    const server = await platform().serve({ body: "caf\u00e9", latencyMs: 15 });
    try {
      const start = performance.now();
      assert.equal(await (await fetch(server.url)).text(), "caf\u00e9");
      assert.ok(performance.now() - start >= 14);
    } finally {
      await server.close();
    }
    await assert.rejects(fetch(server.url));
  });

  it("answers while others are answered", async () => {
    const server = await platform().serve({ body: "here", latencyMs: 0 });
    try {
      await (await fetch(server.url)).text();
      const answers = Array.from({ length: 3 }, async () => (await fetch(server.url)).text());
      assert.deepEqual(await Promise.all(answers), ["here", "here", "here"]);
    } finally {
      await server.close();
      await server.close();
    }
  });
});

describe("platform().launch", () => {
  it("gives a program's first line, and when it came", async () => {
    const module = new URL("../../../shared/workloads/support/startup/first-line.mjs", import.meta.url);
    const { firstLine, ended } = await platform().launch(module);
    const { text, ms } = await firstLine;
    assert.equal(text, "the answer is 42");
    assert.ok(ms > 0);
    await ended;
  });

  it("rejects when the program fails, or prints nothing", async () => {
    const failing = await platform().launch(new URL("../../fixtures/exits-with-3.mjs", import.meta.url));
    await assert.rejects(failing.ended, /exits-with-3.mjs: it ended with exit status 3/);
    await assert.rejects(failing.firstLine, /exits-with-3.mjs: it ended with exit status 3/);
  });
});

describe("platform()", () => {
  it("knows how much memory is resident", () => {
    const mb = platform().residentMb();
    assert.ok(mb > 5 && mb < 10_000, `${mb} MiB`);
  });

  it("collects garbage, or says that it cannot", async () => {
    assert.equal(typeof (await platform().collectGarbage()), "boolean");
  });
});
