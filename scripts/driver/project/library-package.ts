import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { decode, encode } from "@jridgewell/sourcemap-codec";
import * as esbuild from "esbuild";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import project from "../../../package.json" with { type: "json" };
import { repository } from "../files/folders.ts";
import { withPlainDefaults } from "../releases/build-threads.mjs";
import { packageText } from "./package-text.ts";

/**
 * Writes the package of the library into a folder: JavaScript without dependencies, its types, and its manual.
 *
 * The code is there once, in `library.cjs`, so that a program which imports the library and requires it has one library, and one
 * default executor. `index.mjs` and `index.cjs` give it what loads Node's modules, and their place.
 */
export async function writeLibraryPackage(folder: string): Promise<void> {
  const [code, nodeThread, bunThread, denoThread, types, library] = await Promise.all([
    bundle("runners/package.ts", "cjs"),
    threadFile("runners/node/worker.ts", "cjs"),
    threadFile("runners/bun/worker.ts", "esm"),
    threadFile("runners/deno/worker.ts", "esm"),
    declarations(),
    import("../../../runners/library.ts"),
  ]);
  await esbuild.stop();
  const names = Object.keys(library).toSorted();
  await mkdir(path.join(folder, "dist", "built"), { recursive: true });
  const files: Readonly<Record<string, string>> = {
    "package.json": `${JSON.stringify(manifest, undefined, 2)}\n`,
    "README.md": await packageText("shared/README.md", ["recipes.md"]),
    "recipes.md": await packageText("shared/recipes.md"),
    "CHANGELOG.md": await packageText("CHANGELOG.md"),
    LICENSE: await packageText("LICENSE"),
    "dist/library.cjs": `${opening}${code.text}${closing}//# sourceMappingURL=library.cjs.map\n`,
    "dist/library.cjs.map": code.map,
    "dist/index.cjs": commonDoor(names),
    "dist/index.mjs": moduleDoor(names),
    "dist/index.d.cts": types,
    "dist/index.d.mts": 'export * from "./index.cjs";\n',
    "dist/built/node.cjs": nodeThread,
    "dist/built/bun.js": bunThread,
    "dist/built/deno.js": denoThread,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
}

const { version, keywords, license, engines } = project;

/** Of the package. The old fields are for tools that do not know `exports`. */
const manifest = {
  name: "worker-matrix",
  version,
  description: "Tasks and task groups on real threads, unchanged under Node, Deno and Bun.",
  keywords,
  license,
  type: "module",
  main: "./dist/index.cjs",
  module: "./dist/index.mjs",
  types: "./dist/index.d.cts",
  exports: {
    ".": {
      // Importing it as an ES module takes Bun longer than to start a thread.
      bun: { types: "./dist/index.d.cts", default: "./dist/index.cjs" },
      import: { types: "./dist/index.d.mts", default: "./dist/index.mjs" },
      require: { types: "./dist/index.d.cts", default: "./dist/index.cjs" },
    },
    "./package.json": "./package.json",
  },
  sideEffects: false,
  files: ["dist", "recipes.md", "CHANGELOG.md"],
  engines,
};

/** Around the code, which asks `load` for Node's modules and has its place from `url`. On the same lines, for the map's sake. */
const opening =
  '"use strict";let library;module.exports=(load,url)=>library??=make(load,url);function make(require,url){const module={exports:{}};';
const closing = "return module.exports}\n";

/**
 * For `import`. Of Node's modules it imports one itself: each costs a thread a third of a millisecond. It requires the library, since
 * Node would look through the whole file for the names of its exports if it was imported.
 */
function moduleDoor(names: readonly string[]): string {
  return `import { createRequire } from "node:module";

// A bundler may leave none.
const url = import.meta.url ?? "file:///C:/bundle.js";
const require = createRequire(url);
export const { ${names.join(", ")} } = library();

function library() {
  try {
    return require("./library.cjs")(require, url);
  } catch (cause) {
    if (cause.code !== "MODULE_NOT_FOUND") throw cause;
    throw new Error(\`Cannot load worker-matrix: no file \${new URL("library.cjs", url).href}. ${bundled}\`, { cause });
  }
}
`;
}

const bundled =
  'A program that is bundled has to leave "worker-matrix" out of the bundle: mark it as external, and see "Bundling" in its README';

/** For `require`, and for Bun: that takes longer to load `node:url` or `node:worker_threads` than to start a thread, and needs neither. */
function commonDoor(names: readonly string[]): string {
  return `"use strict";
const library = require("./library.cjs");

const { Bun } = globalThis;
const { href } = (Bun ?? require("node:url")).pathToFileURL(__filename);
const late = (name) => (name === "node:worker_threads" ? new Proxy({}, { get: (_, key) => require(name)[key] }) : require(name));
const { ${names.join(", ")} } = library(Bun === undefined ? require : late, href);
module.exports = { ${names.join(", ")} };
`;
}

interface Bundle {
  readonly text: string;
  readonly map: string;
}

/** A program as one file. Names and lines stay, for who reads a stack: Node shows the whole line that threw. */
async function bundle(source: string, format: "cjs" | "esm"): Promise<Bundle> {
  const { outputFiles } = await esbuild.build({
    ...settings(source, format),
    minifySyntax: true,
    sourcemap: "external",
    sourcesContent: false,
  });
  const [text = "", map = ""] = [".js", ".map"].map(
    (ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text,
  );
  return { text: withoutIndent(withPlainDefaults(text)), map: byLine(JSON.parse(map)) };
}

/** What a thread loads. It is as small as can be: a thread loads it each time. */
async function threadFile(source: string, format: "cjs" | "esm"): Promise<string> {
  const { outputFiles } = await esbuild.build({ ...settings(source, format), minify: true });
  return withPlainDefaults(outputFiles[0]?.text ?? "");
}

function settings(source: string, format: "cjs" | "esm"): esbuild.BuildOptions & { write: false } {
  return {
    absWorkingDir: repository,
    entryPoints: [source],
    outfile: `${repository}dist/out.js`,
    write: false,
    bundle: true,
    format,
    platform: "neutral",
    external: ["node:*"],
    // What the oldest releases can load: see `supported` of the runtimes.
    target: "es2022",
    plugins: [asPackage],
    ...(format === "cjs" && { define: { "import.meta.url": "url", "import.meta.require": "require" } }),
  };
}

/** A sixth less. */
function withoutIndent(text: string): string {
  const lines = text.split("\n");
  const unended = lines.find((line) => (line.match(/`/g)?.length ?? 0) % 2 === 1);
  // What is indented in there is text.
  if (unended !== undefined) throw new Error(`The library has a text over several lines: ${unended}`);
  return lines.map((line) => line.trimStart()).join("\n");
}

/** What the sources say of how they were made. */
const asPackage: esbuild.Plugin = {
  name: "as-package",
  setup({ onLoad }) {
    onLoad({ filter: /how-built\.ts$/ }, () => ({
      contents: "export const builtFolder = undefined; export const isPackage = true;",
    }));
  },
};

interface SourceMap {
  readonly sources: readonly string[];
  readonly mappings: string;
}

/** A map that tells lines and no columns, which takes a quarter of the room. */
function byLine({ sources, mappings }: SourceMap): string {
  const lines = decode(mappings).map(([first]) =>
    first?.[2] === undefined ? [] : [[0, first[1], first[2], 0] as [number, number, number, number]],
  );
  return JSON.stringify({
    version: 3,
    sources: sources.map((source) => source.replace("../", "")),
    names: [],
    mappings: encode(lines),
  });
}

/** The types of all names, in one file. */
async function declarations(): Promise<string> {
  const build = await rolldown({
    cwd: repository,
    input: "runners/library.ts",
    plugins: [dts({ dtsOnly: true, generator: "oxc", tsconfig: false })],
  });
  const { output } = await build.generate({ format: "esm" });
  await build.close();
  const [{ code }] = output;
  return `${libraries}${code}`;
}

/** What the types name that a consumer's own settings may lack. */
const libraries = `/// <reference lib="es2022.error" />
/// <reference lib="esnext.disposable" />
`;
