import { tmpdir } from "node:os";
import { withoutComma } from "../../../runners/deno/runtime.ts";
import type { JavaScriptRuntime } from "../releases/installed-runtime.ts";

/** What starts a runtime with the tests of `file`, and has it count them in a JUnit report at `report`. */
type TestArguments = (runtime: JavaScriptRuntime, file: string, report: string) => readonly string[];

/** How each runtime is told to run the tests of one file. */
export const testArguments: Readonly<Record<string, TestArguments>> = {
  // Without --test: that takes a file without a test, and one that exits in the middle, for a test that passed.
  node: (runtime, file, report) => [
    ...runtime.command(file).args.slice(0, -1),
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=junit",
    `--test-reporter-destination=${report}`,
    file,
  ],
  deno: (_runtime, file, report) => [
    "test",
    "--no-check",
    "--no-prompt",
    "--no-lock",
    "--allow-read",
    "--allow-env",
    "--allow-sys",
    "--allow-net=127.0.0.1",
    "--allow-run",
    `--allow-write=${withoutComma(tmpdir())},.cache`,
    `--junit-path=${report}`,
    file,
  ],
  bun: (_runtime, file, report) => [
    "test",
    "--timeout=60000",
    "--reporter=junit",
    `--reporter-outfile=${report}`,
    file,
  ],
};
