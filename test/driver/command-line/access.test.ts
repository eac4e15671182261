import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { runtimes } from "../../../runners/current-runtime.ts";
import { type Access, accessOptions, readAccess } from "../../../scripts/driver/command-line/access.ts";
import { BadInput } from "../../../scripts/driver/command-line/bad-input.ts";
import { type Option, readCommandLine } from "../../../scripts/driver/command-line/command-line.ts";
import { readCalibrateOptions } from "../../../scripts/driver/commands/calibrate-options.ts";
import { readMatrixOptions } from "../../../scripts/driver/commands/matrix-options.ts";
import { readUpgradeOptions } from "../../../scripts/driver/commands/upgrade-options.ts";
import { fixture, matrixWith, newFolder, rows } from "../../fixtures/matrix-runs.ts";

const environment = { TOKEN: "x", URL: "y", EMPTY: "", DENO_DIR: "/elsewhere" };
const options: Record<string, Option> = { ...accessOptions, quick: { type: "boolean", about: "" } };
const read = (...args: string[]): Access => readAccess(readCommandLine(args, options), environment);

describe("readAccess", () => {
  it("takes variables by name, paths and hosts, repeated or with commas", () => {
    assert.deepEqual(
      read(
        "--env",
        "TOKEN",
        "--env",
        "URL,EMPTY",
        "--allow-write=/a,/b",
        "--allow-net=example.org:443",
        "--allow-net=[::1]",
      ),
      { env: ["TOKEN", "URL", "EMPTY"], write: ["/a", "/b"], net: ["example.org:443", "[::1]"] },
    );
    assert.deepEqual(read("--allow-write=here").write, [path.resolve("here")]);
  });

  it("allows all where nothing stands behind the option, and nothing where it was not given", () => {
    assert.deepEqual(read("--allow-write", "--quick"), { env: [], write: "all", net: [] });
    assert.deepEqual(read("--allow-net", "--allow-net=a"), { env: [], write: [], net: "all" });
  });

  const wrong: readonly (readonly [string, RegExp])[] = [
    ["MISSING", /^--env MISSING: there is no such variable/],
    ["TOKEN=1", /^--env TOKEN=1 is not the name of a variable; expected a name/],
    ["DENO_DIR", /^--env DENO_DIR: the suite sets this variable itself/],
  ];
  for (const [name, message] of wrong) {
    it(`refuses --env ${name}`, () => {
      assert.throws(
        () => read("--env", name),
        (error: unknown) => error instanceof BadInput && message.test(error.message),
      );
    });
  }

  it("refuses what is no host", () => {
    assert.throws(() => read("--allow-net=foo:99999"), { message: /^--allow-net foo:99999 is no host/ });
    assert.deepEqual(read("--allow-net=[::1]:80,a.example").net, ["[::1]:80", "a.example"]);
  });

  it("is read by every command that measures", () => {
    for (const request of [
      readMatrixOptions(["--allow-write"]),
      readUpgradeOptions(["node@20", "node@24", "--allow-write"]),
      readCalibrateOptions(["--allow-write", "node"]),
    ]) {
      assert.ok(request.kind === "run");
      assert.equal(request.options.access.write, "all");
    }
  });
});

describe("a workload", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "needs,access-"));
  after(() => rmSync(folder, { recursive: true }));

  for (const runtime of Object.keys(runtimes)) {
    it(`gets the variables and may do what the command line says, under ${runtime}`, async () => {
      const out = newFolder(`access-${runtime}`);
      const file = path.join(folder, runtime);
      const { exitCode, stderr } = await matrixWith(
        { NEEDED_FILE: file, NEEDED_TEXT: "as said", NEEDED_HOST: "127.0.0.2" },
        ...[
          "-r",
          runtime,
          "-w",
          fixture("needs-access.ts"),
          "--executor",
          "inline",
          "--quick",
          "--rounds",
          "1",
        ],
        ...["--out", out, "--env", "NEEDED_FILE,NEEDED_TEXT", "--env", "NEEDED_HOST"],
        ...["--allow-write", "--allow-net=127.0.0.2"],
      );
      assert.equal(exitCode, 0, `${stderr} ${rows(out, "summary.csv")[0]?.error}`);
      assert.equal(readFileSync(file, "utf8"), "as said");
      assert.deepEqual(JSON.parse(readFileSync(path.join(out, "environment.json"), "utf8")).settings.access, {
        env: ["NEEDED_FILE", "NEEDED_TEXT", "NEEDED_HOST"],
        write: "all",
        net: ["127.0.0.2"],
      });
    });
  }

  it("gets none of it unless said", async () => {
    const out = newFolder("access-none");
    const file = path.join(folder, "none");
    const { exitCode } = await matrixWith(
      { NEEDED_FILE: file, NEEDED_TEXT: "x", NEEDED_HOST: "127.0.0.2" },
      ...["-r", "deno", "-w", fixture("needs-access.ts"), "--executor", "inline", "--quick", "--rounds", "1"],
      ...["--out", out, "--env", "NEEDED_FILE"],
    );
    assert.equal(exitCode, 1);
    assert.match(rows(out, "summary.csv")[0]?.error ?? "", /write access/i);
    assert.equal(existsSync(file), false);
  });
});
