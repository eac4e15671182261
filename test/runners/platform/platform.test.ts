import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
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

describe("platform().startEcho", () => {
  it("gives back what is posted, and tells the path of a GET, each server on a port of its own", async () => {
    const servers = await Promise.all([platform().startEcho(), platform().startEcho()]);
    try {
      assert.notEqual(servers[0].url, servers[1].url);
      for (const { url } of servers) {
        assert.deepEqual(await (await fetch(`${url}some/path`)).json(), { path: "/some/path" });
        const body = new Uint8Array(70_000).map((_, index) => index);
        const response = await fetch(url, { method: "POST", body });
        assert.deepEqual(new Uint8Array(await response.arrayBuffer()), body);
      }
    } finally {
      await Promise.all(servers.map((server) => server.close()));
    }
    await assert.rejects(fetch(servers[0].url));
  });
});

describe("platform().makeFolder", () => {
  it("makes folders of their own, which go with what is in them", async () => {
    const [folder, other] = await Promise.all([platform().makeFolder(), platform().makeFolder()]);
    assert.notEqual(folder.path, other.path);
    writeFileSync(folder.url("here.txt"), "here");
    await Promise.all([folder.remove(), other.remove()]);
    assert.deepEqual(
      [folder, other].map(({ path }) => existsSync(path)),
      [false, false],
    );
  });
});

describe("platform().builtIn", () => {
  it("gives a module, or says that the runtime has none of that name", () => {
    assert.equal(platform().builtIn("node:path").posix.join("a", "b"), "a/b");
    assert.throws(() => platform().builtIn("node:nothing"), {
      name: "UnsupportedError",
      message: "it has no node:nothing",
    });
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
