import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { repository } from "../files/folders.ts";

/** What the threads of a runtime load, in one file of plain JavaScript. */
export interface ThreadBundle {
  readonly file: string;
  readonly text: string;
}

/**
 * Bundles what threads load: what runs in those of each runtime, and the door that the modules of tasks import. One file
 * each, since every module costs a thread that starts a third of a millisecond; plain JavaScript, since Node takes longer for
 * loading what strips types than for all the rest of a thread's start.
 */
export function threadBundles(): Promise<ThreadBundle[]> {
  return Promise.all(Object.entries(sources).map(([name, source]) => bundle(name, source)));
}

/** The bundles that differ from what they are made of, by their names. */
export async function staleThreadBundles(): Promise<string[]> {
  const bundles = await threadBundles();
  return bundles
    .filter(({ file, text }) => !existsSync(file) || readFileSync(file, "utf8") !== text)
    .map(({ file }) => path.relative(repository, file));
}

interface Source {
  readonly file: string;
  readonly format: "esm" | "cjs";
}

const sources: Readonly<Record<string, Source>> = {
  // As an ES module it would take a thread 2 ms longer: Node wraps each of its own modules that one imports.
  "node.cjs": { file: "runners/node-worker.ts", format: "cjs" },
  "deno.js": { file: "runners/deno-worker.ts", format: "esm" },
  "bun.js": { file: "runners/bun-worker.ts", format: "esm" },
  "node-door.js": { file: "runners/node-thread-door.ts", format: "esm" },
  "bun-door.js": { file: "runners/bun-thread-door.ts", format: "esm" },
};

async function bundle(name: string, source: Source): Promise<ThreadBundle> {
  const file = path.join(repository, "runners", "threads", name);
  const own = source.format === "esm" ? "import.meta.url" : 'require("node:url").pathToFileURL(__filename)';
  const { outputFiles } = await build({
    absWorkingDir: repository,
    entryPoints: [source.file],
    outfile: file,
    write: false,
    bundle: true,
    format: source.format,
    platform: "neutral",
    external: ["node:*"],
    // What the oldest releases can load: see `supported` of the runtimes.
    target: "es2022",
    legalComments: "none",
    banner: {
      js: `"use strict";
// Made by \`npm run bundle-threads\` of ${source.file} and what that imports.
const moduleUrl = new URL("../any.ts", ${own}).href;`,
    },
    // Files that the sources name stand beside those, and not beside the bundle.
    define: { "import.meta.url": "moduleUrl" },
  });
  return { file, text: (outputFiles[0]?.text ?? "").replaceAll(beyondAscii, "?") };
}

/**
 * What is left in comments, after esbuild has escaped what is in the code: a single one makes V8 take two bytes for each
 * character, and a third longer to load the file.
 */
const beyondAscii = /[^\0-\x7f]/gu;
