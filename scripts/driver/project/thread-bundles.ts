import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { repository } from "../folders.ts";

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

const sources = {
  node: "runners/node-worker.ts",
  deno: "runners/deno-worker.ts",
  bun: "runners/bun-worker.ts",
  "node-door": "runners/node-thread-door.ts",
  "bun-door": "runners/bun-thread-door.ts",
};

async function bundle(name: string, source: string): Promise<ThreadBundle> {
  const file = path.join(repository, "runners", "threads", `${name}.js`);
  const { outputFiles } = await build({
    absWorkingDir: repository,
    entryPoints: [source],
    outfile: file,
    write: false,
    bundle: true,
    format: "esm",
    platform: "neutral",
    external: ["node:*"],
    // What the oldest releases can load: see `supported` of the runtimes.
    target: "es2022",
    legalComments: "none",
    banner: {
      js: `// Made by \`npm run bundle-threads\` of ${source} and what that imports.
const moduleUrl = new URL("../any.ts", import.meta.url).href;`,
    },
    // Files that the sources name stand beside those, and not beside the bundle.
    define: { "import.meta.url": "moduleUrl" },
  });
  return { file, text: outputFiles[0]?.text ?? "" };
}
