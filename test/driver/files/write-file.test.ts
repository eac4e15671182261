import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { BadInput } from "../../../scripts/driver/command-line/bad-input.ts";
import {
  appendToFile,
  checkWritable,
  replaceFile,
  WriteError,
} from "../../../scripts/driver/files/write-file.ts";

const folder = mkdtempSync(join(tmpdir(), "worker-matrix-write-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const program = fileURLToPath(new URL("../../fixtures/replace-file.ts", import.meta.url));

/** Runs `checkWritable` and `replaceFile` in a process of their own, whose standard output is `stdout`. */
const replaceElsewhere = (path: string, stdout: "pipe" | { file: string }) =>
  execa(process.execPath, [program, path, "new text\n"], { stdout, reject: false });

describe("replaceFile", () => {
  test("keeps a link, and replaces the file behind it, there or not", () => {
    mkdirSync(at("elsewhere"));
    symlinkSync("elsewhere/file.json", at("first"));
    symlinkSync(at("first"), at("second"));
    for (const text of ["one", "two"]) {
      checkWritable("--json", at("second"));
      replaceFile(at("second"), text);
      assert.equal(readFileSync(at("elsewhere/file.json"), "utf8"), text);
    }
    assert.equal(readlinkSync(at("first")), "elsewhere/file.json");
    assert.equal(readlinkSync(at("second")), at("first"));
    assert.deepEqual(readdirSync(at("elsewhere")), ["file.json"]);
  });

  test("leaves a device what it is", () => {
    symlinkSync("/dev/null", at("null"));
    for (const path of ["/dev/null", at("null")]) {
      checkWritable("--json", path);
      replaceFile(path, "text");
    }
    assert.ok(lstatSync("/dev/null").isCharacterDevice());
    assert.ok(lstatSync(at("null")).isSymbolicLink());
    assert.throws(() => replaceFile("/dev/full", "text"), {
      name: "WriteError",
      message: "Cannot write /dev/full: no space left on device",
    });
    assert.ok(lstatSync("/dev/full").isCharacterDevice());
  });

  test("writes to a pipe whoever begins to read later, more than it holds", async () => {
    execFileSync("mkfifo", [at("pipe")]);
    checkWritable("--json", at("pipe"));
    const reader = spawn("sh", ["-c", `sleep 0.2; wc -c < '${at("pipe")}'`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    replaceFile(at("pipe"), "x".repeat(1_000_000));
    const [counted] = await reader.stdout.setEncoding("utf8").toArray();
    assert.equal(Number(counted), 1_000_000);
    assert.ok(lstatSync(at("pipe")).isFIFO());
  });

  test("does not wait for ever for somebody to read from a pipe", { timeout: 60_000 }, () => {
    execFileSync("mkfifo", [at("unread")]);
    assert.throws(() => replaceFile(at("unread"), "text"), {
      name: "WriteError",
      message: `Cannot write ${at("unread")}: nobody reads from it`,
    });
    assert.ok(lstatSync(at("unread")).isFIFO());
  });

  test("adds to what standard output has had, be it a pipe or a file", async () => {
    symlinkSync("/dev/stdout", at("out"));
    for (const path of ["/dev/stdout", "/proc/self/fd/1", at("out")]) {
      assert.equal((await replaceElsewhere(path, "pipe")).stdout, "before\nnew text\nafter");
      await replaceElsewhere(path, { file: at("printed") });
      assert.equal(readFileSync(at("printed"), "utf8"), "before\nnew text\nafter\n");
    }
    assert.ok(lstatSync("/dev/stdout").isSymbolicLink());
    assert.ok(lstatSync(at("out")).isSymbolicLink());
  });

  test("keeps what is there when it cannot write", () => {
    writeFileSync(at("kept"), "old");
    mkdirSync(at("kept.part"));
    assert.throws(() => replaceFile(at("kept"), "new"), WriteError);
    assert.equal(readFileSync(at("kept"), "utf8"), "old");
  });
});

describe("checkWritable", () => {
  test("refuses what cannot become a file, with the option, and changes nothing", () => {
    symlinkSync(folder, at("folder"));
    symlinkSync("loop", at("loop"));
    const wrong = {
      [folder]: /^--json: Cannot write .*: that is a folder; expected the name of a file$/,
      [at("folder")]: /^--json: Cannot write .*: that is a folder; expected the name of a file$/,
      [at("loop")]: /^--json: Cannot write .*\/loop: too many symbolic links encountered$/,
      [at("none/file")]: /^--json: Cannot write .*\/none\/file: no such file or directory$/,
      "": /^--json needs the name of a file, and got an empty one$/,
    };
    const before = readdirSync(folder);
    for (const [path, message] of Object.entries(wrong)) {
      assert.throws(
        () => checkWritable("--json", path),
        (error) => error instanceof BadInput && message.test(error.message),
        path,
      );
    }
    assert.deepEqual(readdirSync(folder), before);
  });

  test("leaves no file where there was none, and the link that leads there", () => {
    symlinkSync("to-be", at("dangling"));
    checkWritable("--json", at("dangling"));
    assert.ok(!readdirSync(folder).includes("to-be"));
    assert.equal(readlinkSync(at("dangling")), "to-be");
  });
});

test("appendToFile says so in a line when the file has gone meanwhile, and begins no other", () => {
  assert.throws(() => appendToFile(at("gone.csv"), "row"), {
    name: "WriteError",
    message: `Cannot write ${at("gone.csv")}: no such file or directory`,
  });
  assert.ok(!readdirSync(folder).includes("gone.csv"));
});
