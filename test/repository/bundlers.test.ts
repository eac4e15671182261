import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { pack } from "../../scripts/driver/project/pack-command.ts";
import { resolveRuntimes } from "../../scripts/driver/releases/resolve-runtimes.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const project = mkdtempSync(path.join(tmpdir(), "worker-matrix-bundlers-"));
/** What is not here already. They are installed for this test alone: nothing else needs them. */
const bundlers = ["rollup@4", "vite@8", "webpack@5", "webpack-cli@7"];
let bun = "";

const readme = readFileSync(path.join(root, "shared", "README.md"), "utf8");
const [, recipes = ""] = /^```sh recipe\n([\s\S]*?)^```$/m.exec(readme) ?? [];
const [, webpackConfig = ""] = /^```js file=webpack\.config\.mjs\n([\s\S]*?)^```$/m.exec(readme) ?? [];

const files = {
  "package.json": JSON.stringify({ type: "module", private: true }),
  "tasks.js": `import { task } from "worker-matrix";
export const double = task(import.meta.url, function double(n) {
  return 2 * n;
});
`,
  "program.js": `import { toThread } from "worker-matrix";
import { double } from "./tasks.js";
console.log(await toThread(double, 21));
`,
  "webpack.config.mjs": webpackConfig,
};

before(async () => {
  const [found] = await resolveRuntimes(["bun"]);
  if (found?.status === "ready") bun = found.path;
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(project, name), text);
  const [library] = await pack(path.join(project, "packed"));
  const packages = [...bundlers, `./packed/${library?.filename}`];
  const options = ["--no-audit", "--no-fund", "--prefer-offline", "--no-save"];
  await execa("npm", ["install", ...options, ...packages], { cwd: project });
});

after(() => rmSync(project, { recursive: true, force: true }));

describe("the recipe in the README for", () => {
  for (const line of recipes.trim().split("\n")) {
    const [typed = "", note = ""] = line.split(/ +# /);
    const [bundler = "", ...args] = typed.trim().split(" ");

    it(`${bundler} makes a program that runs its tasks on threads`, async () => {
      const [, name, text] = /^(\S+\.js): (.*)$/.exec(note) ?? [];
      if (name !== undefined && text !== undefined) writeFileSync(path.join(project, name), text);
      const options = { cwd: project, preferLocal: true, localDir: project } as const;
      const local = bundler === "esbuild" ? { ...options, localDir: root } : options;
      await execa(bundler === "bun" ? bun : bundler, args, local);
      const runtime = bundler === "bun" ? bun : process.execPath;
      const { stdout } = await execa(runtime, ["dist/program.js"], { cwd: project, timeout: 30_000 });
      assert.equal(stdout, "42");
      rmSync(path.join(project, "dist"), { recursive: true });
    });
  }
});

describe("a program in one file", () => {
  for (const target of ["program.js", "program.cjs"]) {
    it(`${target} says what to do`, async () => {
      const format = target.endsWith(".cjs") ? "cjs" : "esm";
      writeFileSync(
        path.join(project, "one.js"),
        `import { task, toThread } from "worker-matrix";
const double = task("file:///tasks.js", function double(n) { return 2 * n; });
toThread(double, 21).catch((error) => console.log(error.message));
`,
      );
      const args = [
        "one.js",
        "--bundle",
        `--format=${format}`,
        "--platform=node",
        `--outfile=dist/${target}`,
      ];
      await execa("esbuild", [...args, "--log-level=error"], {
        cwd: project,
        preferLocal: true,
        localDir: root,
      });
      const ended = execa(process.execPath, [`dist/${target}`], { cwd: project, timeout: 30_000 });
      await assert.rejects(ended, /Cannot load worker-matrix: no file .*external.*Bundling/);
    });
  }
});
