import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runProgram } from "../../fixtures/run-program.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const cache = path.join(root, ".cache");

const program = `import { currentTask, TaskGroup, task, toThread } from "./runners/mod.ts";
export const add = task(import.meta.url, async function add(a: number, b: number): Promise<number> {
  currentTask().throwIfAborted();
  return a + b;
});
if (import.meta.url === (await import("node:url")).pathToFileURL(process.argv[1] ?? "").href) {
  console.log(await TaskGroup.run((group) => group.createTask(toThread(add, 1, 2))));
}
`;

it("Threads load the sources where nothing has been built, as after npm ci --ignore-scripts", async () => {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "unbuilt-"));
  try {
    for (const part of ["runners", "shared"]) {
      cpSync(path.join(root, part), path.join(folder, part), {
        recursive: true,
        filter: (file) => path.basename(file) !== "built",
      });
    }
    const file = path.join(folder, "program.ts");
    writeFileSync(file, program);
    const { status, output } = await runProgram(pathToFileURL(file));
    assert.deepEqual({ status, output }, { status: 0, output: "3\n" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
