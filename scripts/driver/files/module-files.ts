import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, stop } from "esbuild";

/**
 * For each module, a hash over its file and the files that it imports, and so on; and those that one of them names with
 * `new URL("…", import.meta.url)`, as is done for workers and data, or requires. Where one imports what it computes the path of, that may
 * be any module in its folder, or below it. Packages are left out.
 */
export async function moduleHashes(paths: readonly string[]): Promise<string[]> {
  const hashes = await Promise.all(paths.map(moduleHash));
  // The process that it works in would stay, and go on beside what is measured.
  await stop();
  return hashes;
}

async function moduleHash(path: string): Promise<string> {
  return hashOf(dirname(path), await moduleFiles(path));
}

/** A hash over the files in some folders, and in those below them. */
export function folderHash(...folders: readonly string[]): string {
  const found = folders.flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }));
  const files = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return hashOf(folders[0] ?? "", files.sort());
}

/** @param base what the names of the files are taken from */
function hashOf(base: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${relative(base, file)}\n`).update(readFileSync(file));
  return hash.digest("hex");
}

/** The files that esbuild comes by. Whether they can be bundled does not matter. */
async function moduleFiles(module: string): Promise<string[]> {
  const files = new Set<string>();
  const bundling = build({
    entryPoints: [module],
    bundle: true,
    write: false,
    platform: "neutral",
    // An import that nobody uses is loaded all the same.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    logLevel: "silent",
    plugins: [collecting(files)],
  });
  await bundling.catch(() => {});
  return [...files].sort();
}

function collecting(files: Set<string>): Plugin {
  return {
    name: "collecting",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^file:/ }, ({ path }) => ({ path: fileURLToPath(path) }));
      onResolve({ filter: /^[^./#]/ }, () => ({ external: true }));
      onLoad({ filter: /^/ }, ({ path }) => {
        files.add(path);
        const loader = loaders.find(([name]) => name.test(path))?.[1];
        if (loader === undefined) return { contents: "", loader: "empty" };
        const text = readFileSync(path, "utf8");
        if (computedImport.test(text)) for (const file of modulesBelow(dirname(path))) files.add(file);
        return { contents: importingAll(text), loader };
      });
    },
  };
}

/** What stands there is no text, or one that is put together, and not found by {@link namedFile} either. */
const computedImport =
  /\b(?:import|require)\(\s*(?!(?:import\.meta\.resolve|new URL)\(\s*["'`][^$]*?["'`]\s*[,)])(?:[^"'`\s]|(["'])(?:(?!\1).)*\1\s*[^,)\s]|`[^`]*\$\{)/;

function modulesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return /^(?:node_modules|results|\..*)$/.test(entry.name) ? [] : modulesBelow(path);
    return entry.isFile() && /\.(?:[cm]?[jt]sx?|json)$/.test(entry.name) ? [path] : [];
  });
}

/** With imports of what a module names in other ways. */
function importingAll(text: string): string {
  const named = [...text.matchAll(namedFile)].map(([, called, located]) => called ?? beside(located));
  return [text, ...named.map((file) => `import(${JSON.stringify(file)});`)].join("\n");
}

const loaders = [
  [/\.[cm]?ts$/, "ts"],
  [/\.[cm]?js$/, "js"],
  [/\.tsx$/, "tsx"],
  [/\.jsx$/, "jsx"],
] as const;

/** What `require` of `createRequire` and `import.meta.resolve` name, and `new URL`. */
const namedFile =
  /(?:\brequire|\bcreateRequire\(import\.meta\.\w+\)|import\.meta\.resolve)\(\s*["'`](\.[^"'`$]*)["'`]|new URL\(\s*["'`]([^"'`$:]+)["'`]\s*,\s*import\.meta\.url/g;

/** A URL's path as that of an import: `data.json` is `./data.json`. */
function beside(path = ""): string {
  return /^\.{0,2}\//.test(path) ? path : `./${path}`;
}
