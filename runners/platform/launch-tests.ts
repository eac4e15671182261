import { spawn } from "node:child_process";
import { dirname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { TestsRun } from "../../shared/workloads/support/platform.ts";
import { environment } from "./launch-module.ts";

/** Starts the test runner of the release that runs this, as its user would. */
export function launchTests(file: URL): Promise<TestsRun> {
  const path = fileURLToPath(file);
  const child = spawn(process.execPath, testArguments(path), {
    stdio: ["ignore", "pipe", "pipe"],
    // Without the configuration of a project around it.
    cwd: dirname(path),
    env: environment(),
  });
  let output = "";
  const add = (chunk: string): void => {
    output += chunk;
  };
  child.stdout.setEncoding("utf8").on("data", add);
  child.stderr.setEncoding("utf8").on("data", add);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve({ output, status }));
  });
}

function testArguments(file: string): string[] {
  if ("bun" in process.versions) return ["test", file];
  if ("deno" in process.versions) return ["test", "--no-check", "--no-lock", "--no-config", file];
  return ["--test", "--test-reporter=tap", file];
}
