import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { pinnedNode } from "./pinned-node.mjs";

/** How the tests of one file are run under one runtime. */
export interface TestRuntime {
  /** The release that `npm ci` brought, or `undefined` where there is none for this machine. */
  binary(): string | undefined;
  /** What starts it: the tests of `file`, counted in a JUnit report at `report`. */
  args(file: string, report: string): readonly string[];
}

/** No single test may take longer. Milliseconds. */
const testTimeout = 60_000;

/** The runtimes that the library's tests run on. */
export const testRuntimes: Readonly<Record<string, TestRuntime>> = {
  node: {
    binary: pinnedNode,
    // Without --test: that takes a file without a test, and one that exits in the middle, for a test that passed.
    args: (file, report) => [
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
      "--test-reporter=junit",
      `--test-reporter-destination=${report}`,
      file,
    ],
  },
  deno: {
    binary: () =>
      installed(
        [`@deno/${process.platform}-${process.arch}-glibc`, `@deno/${process.platform}-${process.arch}`],
        "deno",
      ),
    args: (file, report) => [
      "test",
      "--no-check",
      "--no-prompt",
      "--no-lock",
      "--allow-read",
      "--allow-env",
      "--allow-sys",
      "--allow-net=127.0.0.1",
      "--allow-run",
      `--allow-write=${tmpdir()}`,
      `--junit-path=${report}`,
      file,
    ],
  },
  bun: {
    binary: () => {
      const cpu = process.arch === "arm64" ? "aarch64" : process.arch;
      return installed([`@oven/bun-${process.platform}-${cpu}`], "bin/bun");
    },
    args: (file, report) => [
      "test",
      `--timeout=${testTimeout}`,
      "--reporter=junit",
      `--reporter-outfile=${report}`,
      file,
    ],
  },
};

const require = createRequire(import.meta.url);

function installed(packages: readonly string[], binary: string): string | undefined {
  for (const name of packages) {
    try {
      const file = path.join(path.dirname(require.resolve(`${name}/package.json`)), binary);
      if (existsSync(file)) return file;
    } catch {}
  }
  return undefined;
}
