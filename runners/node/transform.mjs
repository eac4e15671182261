import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";

/**
 * A file of TypeScript as JavaScript that every release of Node knows, with a source map. It is made once: the folder
 * `WORKER_MATRIX_JAVASCRIPT` keeps it for all threads, processes and releases, so that no measured process has to.
 *
 * @param {string} file
 * @returns {string}
 */
export function toJavaScript(file) {
  const source = readFileSync(file, "utf8");
  const settings = tsconfig(path.dirname(file));
  const kept = keptFile(file, source, settings);
  try {
    if (kept !== undefined) return readFileSync(kept, "utf8");
  } catch {} // not made yet
  const text = transform(file, source, settings);
  if (kept !== undefined) keep(kept, text);
  return text;
}

/**
 * @param {string} file
 * @param {string} source
 * @param {string} tsconfigRaw
 * @returns {string}
 */
function transform(file, source, tsconfigRaw) {
  // Not loaded before it is needed, which it is in the process that looks at the workloads first.
  const esbuild = createRequire(import.meta.url)("esbuild");
  try {
    return esbuild.transformSync(source, {
      ...options,
      loader: file.endsWith("x") ? "tsx" : "ts",
      sourcefile: file,
      tsconfigRaw,
    }).code;
  } catch (error) {
    const [first] =
      /** @type {{ errors?: { text: string, location?: { line: number, column: number } }[] }} */ (error)
        .errors ?? [];
    if (first === undefined) throw error;
    const at =
      first.location && ` (${path.basename(file)}:${first.location.line}:${first.location.column + 1})`;
    throw new SyntaxError(`${first.text}${at ?? ""}`);
  }
}

/** What is newer than the oldest release, and cannot be told apart by its effects, is written in older words. */
const options = {
  target: "es2022",
  supported: { "import-attributes": true, "regexp-set-notation": true },
  sourcemap: "inline",
  sourcesContent: false,
  logLevel: "silent",
};

/**
 * The options of the project that a file belongs to: which decorators it has, and which classes.
 *
 * @param {string} folder
 * @returns {string}
 */
function tsconfig(folder) {
  try {
    return readFileSync(path.join(folder, "tsconfig.json"), "utf8");
  } catch {
    const parent = path.dirname(folder);
    return parent === folder ? "{}" : tsconfig(parent);
  }
}

/** @param {string[]} parts */
function keptFile(...parts) {
  const folder = process.env.WORKER_MATRIX_JAVASCRIPT;
  if (folder === undefined) return undefined;
  const key = JSON.stringify([
    ...parts,
    options,
    createRequire(import.meta.url)("esbuild/package.json").version,
  ]);
  return path.join(folder, `${createHash("sha256").update(key).digest("hex")}.js`);
}

/**
 * @param {string} file
 * @param {string} text
 */
function keep(file, text) {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const own = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
    writeFileSync(own, text);
    renameSync(own, file);
  } catch {} // a full disk: the next one makes it again
}
