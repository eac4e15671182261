import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
/** Where what threads load is built to. Git does not have it. */
export const builtFolder = `${repository}runners/threads/built/`;

/**
 * What the threads of each runtime load, and the doors that the modules of their tasks import. Each is one file, since every module
 * costs a thread that starts a third of a millisecond; and plain JavaScript, since Node takes longer for loading what strips types than
 * for all the rest of a thread's start.
 *
 * @type {readonly { name: string, source: string, format: "esm" | "cjs" }[]}
 */
const threadFiles = [
  // As an ES module it would take a thread 2 ms longer: Node wraps each of its own modules that one imports.
  { name: "node.cjs", source: "node/worker.ts", format: "cjs" },
  { name: "deno.js", source: "deno/worker.ts", format: "esm" },
  { name: "bun.js", source: "bun/worker.ts", format: "esm" },
  { name: "node-door.js", source: "node/thread-door.ts", format: "esm" },
  { name: "bun-door.js", source: "bun/thread-door.ts", format: "esm" },
];

/**
 * Builds what threads load, unless that is newer than all that it is made of. Plain JavaScript, because `npm ci` runs it under any Node.
 *
 * @throws {Error} whose message is a line for the user, who can go on
 */
export async function buildThreads() {
  try {
    if (!areBuilt()) await build();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : cause;
    throw new Error(
      `Cannot build what threads load (${why}); they load what is there, which may take longer`,
      { cause },
    );
  }
}

async function build() {
  const texts = await Promise.all(threadFiles.map(textOf));
  // The process that esbuild works in would stay, and go on beside what is measured.
  await esbuild.stop();
  mkdirSync(builtFolder, { recursive: true });
  for (const [index, { name }] of threadFiles.entries()) {
    const unfinished = `${builtFolder}${name}.${process.pid}`;
    writeFileSync(unfinished, texts[index] ?? "");
    renameSync(unfinished, builtFolder + name);
  }
}

function areBuilt() {
  const built = threadFiles.map(({ name }) => builtFolder + name);
  if (!built.every((file) => existsSync(file))) return false;
  const sources = ["runners", "shared"].flatMap((folder) => typescriptIn(repository + folder));
  const changed = [...sources, fileURLToPath(import.meta.url)].map(changedAt);
  return Math.max(...changed) < Math.min(...built.map(changedAt));
}

/** @param {string} folder */
function typescriptIn(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".ts")).map((name) => path.join(folder, name));
}

/** @param {string} file */
function changedAt(file) {
  return statSync(file).mtimeMs;
}

/**
 * @param {{ name: string, source: string, format: "esm" | "cjs" }} threadFile
 * @returns {Promise<string>}
 */
async function textOf({ name, source, format }) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: repository,
    entryPoints: [`runners/${source}`],
    outfile: builtFolder + name,
    write: false,
    bundle: true,
    format,
    platform: "neutral",
    external: ["node:*"],
    // What the oldest releases can load: see `supported` of the runtimes.
    target: "es2022",
    legalComments: "none",
    banner: {
      js: `"use strict";
// Built by \`npm run build\` of runners/${source} and what that imports.
const builtUrl = ${format === "esm" ? "import.meta.url" : 'require("node:url").pathToFileURL(__filename)'};`,
    },
    define: { "import.meta.url": "fileUrl" },
    plugins: [locating],
  });
  return withPlainDefaults(outputFiles[0].text).replaceAll(beyondAscii, "?");
}

/**
 * What is built as CommonJS makes a copy of each of Node's modules that it has the default of, property by property: of `process` that
 * takes a thread 0.1 ms each time, and Bun 10 ms.
 *
 * @param {string} text
 */
export function withPlainDefaults(text) {
  return text.replaceAll(/[\w$]+\((require\("node:[\w/]+"\)), ?1\)/g, "{ default: $1 }");
}

/**
 * Files that a source names stand beside it, and not beside what it is built into.
 *
 * @type {import("esbuild").Plugin}
 */
const locating = {
  name: "locating",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      const here = JSON.stringify(path.relative(builtFolder, file).split(path.sep).join("/"));
      const text = file.endsWith("how-built.ts")
        ? 'export const builtFolder = new URL(".", builtUrl).href; export const isPackage = false;'
        : readFileSync(file, "utf8");
      return {
        contents: `const fileUrl = /* @__PURE__ */ new URL(${here}, builtUrl).href; ${text}`,
        loader: "ts",
      };
    });
  },
};

/**
 * What is left in comments, after esbuild has escaped what is in the code: a single one makes V8 take two bytes for each
 * character, and a third longer to load the file.
 */
const beyondAscii = /[^\0-\x7f]/gu;
