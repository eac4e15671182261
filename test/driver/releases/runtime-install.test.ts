import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { NpmError, npmVersions } from "../../../scripts/driver/releases/npm.ts";

// A small release. What the registry is asked for is shared by the tests: npm keeps it in its own cache.
const spec = "bun@1.1.0";
const script = fileURLToPath(new URL("../../../scripts/runtimes.mjs", import.meta.url));
const root = mkdtempSync(path.join(tmpdir(), "worker-matrix-install-"));
after(() => rmSync(root, { recursive: true, force: true }));

const offline = await npmVersions()("@oven/bun-linux-x64").then(
  () => false,
  (error: unknown) => error instanceof NpmError && error.isOffline && "the npm registry cannot be reached",
);

/** A cache of its own for each test, and what is in it. */
function freshCache(name: string) {
  const cache = path.join(root, name);
  const entries = (): string[] => {
    const folder = path.join(cache, "runtimes");
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  return { cache, entries };
}

function runtimesScript(cache: string, args: readonly string[], env: Record<string, string> = {}) {
  return execa(process.execPath, [script, ...args], {
    env: { WORKER_MATRIX_CACHE: cache, NO_COLOR: "1", ...env },
    reject: false,
  });
}

/** Resolves when the process has begun to install. */
function installing(child: ReturnType<typeof runtimesScript>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stderr.on("data", (text) => String(text).includes("Installing") && resolve());
    child.on("exit", () => reject(new Error("it ended without installing")));
  });
}

describe("runtimes.mjs", { skip: offline }, () => {
  const shared = freshCache("shared");

  test("installs a release once, also when two processes want it at once", async () => {
    const both = [runtimesScript(shared.cache, [spec]), runtimesScript(shared.cache, [spec])];
    for (const { exitCode, stdout, stderr } of await Promise.all(both)) {
      assert.equal(exitCode, 0, stderr);
      assert.match(stdout, /^spec .*\nbun@1\.1\.0 +1\.1\.0 +JavaScriptCore \w+ +\/.*bun$/);
    }
    assert.equal(shared.entries().length, 1, shared.entries().join());

    const again = await runtimesScript(shared.cache, [spec, "--json"], unreachable);
    assert.equal(again.stderr, "");
    const [{ path: binary, ...rest }] = JSON.parse(again.stdout);
    assert.equal(rest.version, "1.1.0");
    assert.equal(rest.source, "cache");
    assert(binary.startsWith(shared.cache));
  });

  test("without network takes the newest in the cache that matches, and says so", async () => {
    const found = await runtimesScript(shared.cache, ["bun@1.1"], unreachable);
    assert.equal(found.exitCode, 0, found.stderr);
    assert.match(
      found.stderr,
      /^Taking bun@1\.1\.0, the newest bun@1\.1 on this machine: the npm registry cannot be reached \(\w+\)$/,
    );
    const unknown = await runtimesScript(shared.cache, ["bun@1.2"], unreachable);
    assert.equal(unknown.exitCode, 1);
    assert.match(
      unknown.stderr,
      /^Cannot look up bun@1\.2: the npm registry cannot be reached \(\w+\); here are /,
    );
  });

  test("leaves nothing that would be used when it is killed in the middle", async () => {
    const { cache, entries } = freshCache("killed");
    const child = runtimesScript(cache, [spec]);
    await installing(child);
    child.kill("SIGKILL");
    await child;
    assert.deepEqual(
      entries().filter((entry) => !entry.startsWith(".")),
      [],
    );
    const { exitCode, stdout, stderr } = await runtimesScript(cache, [spec]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, /1\.1\.0/);
  });

  test("ends with 130 and cleans up when it is interrupted", async () => {
    const early = freshCache("interrupted-early");
    const child = runtimesScript(early.cache, [spec]);
    await installing(child);
    child.kill("SIGINT");
    const late = freshCache("interrupted-late");
    const interruptedByNpm = runtimesScript(late.cache, [spec], {
      PATH: pathWithNpm("interrupts", "kill -INT $PPID; exec sleep 600"),
    });
    for (const [ending, { entries }] of [
      [child, early],
      [interruptedByNpm, late],
    ] as const) {
      const { exitCode, stdout } = await ending;
      assert.equal(exitCode, 130);
      assert.equal(stdout, "");
      assert.deepEqual(entries(), []);
    }
  });

  test("refuses a release that there is not, with the nearest, and installs nothing", async () => {
    const { cache, entries } = freshCache("refused");
    const { exitCode, stderr } = await runtimesScript(cache, [spec, "deno@2.7.0"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^No deno@2\.7\.0 on npm: the nearest are 2\.6\.\d+ and 2\.7\.1$/);
    assert.deepEqual(entries(), []);
  });

  test("believes npm neither when a file was cut off nor when the binary does not start", async () => {
    const full = "npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write";
    for (const [name, warning, message] of [
      ["full", full, /: the disk is full; WORKER_MATRIX_CACHE moves the cache \(ENOSPC\)$/],
      ["broken", "", /: its binary does not start: /],
    ] as const) {
      const { cache, entries } = freshCache(name);
      const { exitCode, stderr } = await runtimesScript(cache, [spec], {
        PATH: pathWithNpm(name, cutsOff(warning)),
      });
      assert.equal(exitCode, 1);
      assert.match(stderr.split("\n").at(-1) ?? "", message);
      assert.deepEqual(entries(), []);
    }
  });

  test("installs as it needs to, whatever npm was told by the user, and over a link that leads nowhere", async () => {
    const { cache, entries } = freshCache("user-settings");
    mkdirSync(path.join(cache, "runtimes"), { recursive: true });
    symlinkSync("/nowhere", path.join(cache, "runtimes", "oven-bun-linux-x64@1.1.0"));
    const settings = path.join(root, "npmrc");
    const own = process.env.NPM_CONFIG_USERCONFIG ?? path.join(homedir(), ".npmrc");
    writeFileSync(settings, `${existsSync(own) ? readFileSync(own, "utf8") : ""}\n${unhelpful.join("\n")}\n`);
    const variables = {
      npm_config_install_strategy: "linked",
      npm_config_package_lock_only: "true",
      npm_config_location: "global",
      npm_config_loglevel: "silent",
    };
    const { exitCode, stderr } = await runtimesScript(cache, [spec], {
      NPM_CONFIG_USERCONFIG: settings,
      ...variables,
    });
    assert.equal(exitCode, 0, stderr);
    assert.equal(entries().length, 1);
    assert.ok(lstatSync(path.join(cache, "runtimes", entries()[0] ?? "")).isDirectory());
  });

  test("says which folder to remove when a binary in the cache was cut off", async () => {
    const { cache } = freshCache("cut-off");
    cpSync(shared.cache, cache, { recursive: true });
    const [release = ""] = readdirSync(path.join(cache, "runtimes"));
    const folder = path.join(cache, "runtimes", release);
    for (const length of [2 ** 20, 0]) {
      truncateSync(path.join(folder, "bin", "bun"), length);
      const { exitCode, stdout, stderr } = await runtimesScript(cache, [spec], unreachable);
      assert.equal(exitCode, 1);
      assert.equal(stdout, "");
      assert.match(
        stderr,
        /^Cannot start bun@1\.1\.0 \(.*\): it .* without a word; its file may be broken: remove /,
      );
      assert.ok(stderr.endsWith(`remove ${folder}, and it is installed anew`), stderr);
    }
  });

  test("tells npm's own cache that cannot be written to from this one", async () => {
    const file = path.join(root, "no-folder");
    writeFileSync(file, "");
    const { exitCode, stderr } = await runtimesScript(freshCache("npm-cache").cache, [spec], {
      npm_config_cache: file,
    });
    assert.equal(exitCode, 1);
    const line = stderr.split("\n").at(-1) ?? "";
    assert.ok(
      line.includes(`npm cannot write to its own cache, ${file} (ENOTDIR); npm_config_cache moves that`),
      line,
    );
  });

  test("says in a line why the cache cannot be written to", async () => {
    const file = path.join(root, "file");
    writeFileSync(file, "");
    const { exitCode, stderr } = await runtimesScript(path.join(file, "cache"), [spec]);
    assert.equal(exitCode, 1);
    assert.match(stderr.split("\n").at(-1) ?? "", /^Cannot install bun@1\.1\.0 into .* \(ENOTDIR\)$/);
  });
});

/** Settings of npm with which a plain install would install nothing, or elsewhere, or something else. */
const unhelpful = [
  ...["dry-run=true", "package-lock-only=true", "install-strategy=linked", "workspaces=true", "global=true"],
  ...["prefix=/nowhere", "omit[]=optional", "cpu=mips", "os=aix", "tag=none", "json=true", "usage=true"],
  ...["loglevel=silent", "audit=true", "fund=true", "foreground-scripts=true", "install-links=true"],
];

/** Nothing listens on that port. */
const unreachable = { npm_config_registry: "http://127.0.0.1:9" };

/** What the real npm was seen to do on a full disk: it succeeds. */
function cutsOff(warning: string): string {
  return `mkdir -p node_modules/release-0/bin && echo cut > node_modules/release-0/bin/bun && echo '${warning}' >&2`;
}

/** PATH with an npm that knows of one release, and does `install`, in the words of a shell, when it is to install it. */
function pathWithNpm(name: string, install: string): string {
  const folder = path.join(root, `npm-${name}`);
  mkdirSync(folder);
  const program = `#!/bin/sh
case "$1" in
  view) echo '["1.1.0"]' ;;
  install) ${install} ;;
esac
`;
  writeFileSync(path.join(folder, "npm"), program, { mode: 0o755 });
  return [folder, process.env.PATH].join(path.delimiter);
}
