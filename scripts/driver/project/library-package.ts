import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { decode, encode } from "@jridgewell/sourcemap-codec";
import * as esbuild from "esbuild";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import project from "../../../package.json" with { type: "json" };
import { repository } from "../files/folders.ts";
import { packageText } from "./package-text.ts";

/**
 * Writes the package of the library into a folder: JavaScript without dependencies, its types, and its manual.
 *
 * The code is there once, in `library.cjs`, so that a program which imports the library and requires it has one library, and one
 * default executor. `index.mjs` and `index.cjs` give it what loads Node's modules, and their place. Threads of Node and Bun begin with
 * the same file, so the modules of their tasks find it loaded.
 */
export async function writeLibraryPackage(folder: string): Promise<void> {
  const [code, denoThread, types, library] = await Promise.all([
    bundle("runners/package.ts", "cjs"),
    bundle("runners/deno/worker.ts", "esm"),
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
    "dist/built/deno.js": `${denoThread.text}//# sourceMappingURL=deno.js.map\n`,
    "dist/built/deno.js.map": denoThread.map,
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

/** For `import`. Of Node's modules it imports one itself: each costs a thread a third of a millisecond. */
function moduleDoor(names: readonly string[]): string {
  return `import { createRequire } from "node:module";
import library from "./library.cjs";

// A bundler may leave none. What is missing then, a worker says that is to start.
const url = import.meta.url ?? "file:///C:/bundle.js";
export const { ${names.join(", ")} } = library(createRequire(url), url);
`;
}

/** For `require`. Bun takes longer to load \`node:url\` than to start a thread. */
function commonDoor(names: readonly string[]): string {
  return `"use strict";
const library = require("./library.cjs");

const { href } = (globalThis.Bun ?? require("node:url")).pathToFileURL(__filename);
const { ${names.join(", ")} } = library(require, href);
module.exports = { ${names.join(", ")} };
`;
}

const nodeThread = `"use strict";
const { pathToFileURL } = require("node:url");
require("../library.cjs")(require, pathToFileURL(require.resolve("../index.cjs")).href).enterNodeThread();
`;

const bunThread = `const { require } = import.meta;
require("../library.cjs")(require, new URL("../index.cjs", import.meta.url).href).enterBunThread();
`;

interface Bundle {
  readonly text: string;
  readonly map: string;
}

/** A program as one file. */
async function bundle(source: string, format: "cjs" | "esm"): Promise<Bundle> {
  const { outputFiles } = await esbuild.build({
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
    // Names and lines stay, for who reads a stack: Node shows the whole line that threw.
    minifySyntax: true,
    sourcemap: "external",
    sourcesContent: false,
    plugins: [asPackage],
    ...(format === "cjs" && { define: { "import.meta.url": "url", "import.meta.require": "require" } }),
  });
  const [text = "", map = ""] = [".js", ".map"].map(
    (ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text,
  );
  return { text: withoutIndent(text), map: byLine(JSON.parse(map)) };
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
