import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runProgram } from "../../fixtures/run-program.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const { platform, arch } = process;
const esbuild = path.join(root, "node_modules", "@esbuild", `${platform}-${arch}`, "bin", "esbuild");

describe("a program that is bundled", { skip: !existsSync(esbuild) }, () => {
  it("runs if the library is left out, and the modules of tasks are entry points", async () => {
    const options = ["--splitting", "--packages=external", "--keep-names"];
    const { status, output } = await runBundled(["program.ts", "tasks.ts"], options);
    assert.deepEqual({ status, output }, { status: 0, output: "3\n" });
  });

  it("says what to do if the library is in the bundle", async () => {
    const { output } = await runBundled(["program.ts"], []);
    assert.match(output, /^Cannot start a worker: no file .*built.*external.*Bundling/);
  });

  it("says what to do if the tasks are in one file with what submits them", async () => {
    const { output } = await runBundled(["program.ts"], ["--packages=external"]);
    assert.match(output, /^Cannot submit task .* module of their own, also when the program is bundled/);
  });
});

const files = {
  "program.ts": `import { toThread } from "worker-matrix";
import { add } from "./tasks.ts";
toThread(add, 1, 2).then(console.log, (error) => console.log(error.message));
`,
  "tasks.ts": `import { task } from "worker-matrix";
export const add = task(import.meta.url, function add(a: number, b: number): number {
  return a + b;
});
`,
};

/** Bundles these of the files, and runs the program: in the repository, for the name of the library to mean this one. */
async function runBundled(
  entries: readonly string[],
  options: readonly string[],
): ReturnType<typeof runProgram> {
  mkdirSync(path.join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(path.join(root, ".cache", "bundling-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    const always = ["--bundle", "--format=esm", "--platform=node", "--outdir=dist", "--log-level=error"];
    execFileSync(esbuild, [...entries, ...always, ...options], { cwd: folder });
    return await runProgram(pathToFileURL(path.join(folder, "dist", "program.js")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
