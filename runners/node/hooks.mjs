// How modules load under Node: those of users, under every release in one way, whatever it can do by itself, so that a difference
// between two releases is never that of their loaders; ours, where a release cannot strip types.
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";
import { toJavaScript } from "./transform.mjs";

const ours = ["runners", "shared", "scripts"].map(
  (folder) => new URL(`../../${folder}/`, import.meta.url).href,
);
const door = new URL("../mod.ts", import.meta.url).href;

/**
 * Gives everybody the name `worker-matrix`, and finds what TypeScript's compiler would find: `./one` and `./one.js` can be `one.ts`.
 *
 * @type {(specifier: string, context: { parentURL?: string | undefined, conditions?: readonly string[] }, next: Function) => unknown}
 */
export function resolve(specifier, context, next) {
  const isDoor = specifier === "worker-matrix";
  const url = isDoor ? door : near(specifier, context.parentURL);
  if (url === undefined) return next(specifier, context);
  // `require` knows no URLs.
  const found = isRequired(context) ? fileURLToPath(url) : url;
  return next(found, isDoor ? { ...context, parentURL: import.meta.url } : context);
}

/** @param {{ conditions?: readonly string[] }} context */
function isRequired({ conditions = [] }) {
  return conditions.includes("require");
}

/**
 * The format of a file is what its text is written in, whatever package.json says; TypeScript may be any.
 *
 * @type {(url: string, context: Context, next: Function) => unknown}
 */
export function load(url, context, next) {
  if (!url.startsWith("file:") || url.includes("/node_modules/")) return next(url, context);
  const file = fileURLToPath(url);
  const extension = path.extname(file);
  const isTyped = /^\.(?:[cm]?ts|tsx)$/.test(extension);
  const isOurs = ours.some((folder) => url.startsWith(folder));
  if (isOurs && !(isTyped && !process.features.typescript)) return next(url, context);
  if (extension === ".json")
    return isAsked(context) ? next(url, context) : asModule(`export default ${readFileSync(file, "utf8")}`);
  if (!isTyped && extension !== ".js" && extension !== ".cjs") return next(url, context);
  const text = isTyped ? toJavaScript(file) : readFileSync(file, "utf8");
  if (!isCommonJs(text)) return extension === ".cjs" ? next(url, context) : asModule(text);
  const uses = /\b(?:require\s*\(|module\.exports\b|exports\s*[.[])/.test(text);
  if (!uses) return isTyped ? asModule(text) : next(url, context);
  const asksForDoor = /\brequire\s*\(\s*(["'`])worker-matrix\1\s*\)/.test(text);
  return isTyped || asksForDoor || context.format === "module"
    ? asModule(wrapped(file, text, asksForDoor))
    : next(url, context);
}

/** @typedef {{ format?: string | null | undefined, conditions?: readonly string[], importAttributes?: Readonly<Record<string, string>>, importAssertions?: Readonly<Record<string, string>> }} Context */

/**
 * Whether the importer says that it wants JSON, or is CommonJS, which need not.
 *
 * @param {Context} context
 */
function isAsked(context) {
  const { importAttributes, importAssertions } = context;
  return isRequired(context) || (importAttributes ?? importAssertions)?.type !== undefined;
}

/** @param {string} source */
function asModule(source) {
  return { format: "module", source, shortCircuit: true };
}

/**
 * Where a relative path leads that leads to no file as it is.
 *
 * @param {string} specifier
 * @param {string | undefined} parent
 */
function near(specifier, parent) {
  if (!/^\.{0,2}\//.test(specifier) || !parent?.startsWith("file:") || parent.includes("/node_modules/"))
    return undefined;
  const url = new URL(specifier, parent);
  const file = fileURLToPath(url);
  if (isFile(file)) return undefined;
  const [, stem = "", kind = ""] = /^(.*)\.([cm]?)jsx?$/.exec(file) ?? [];
  const candidates = [
    ...(stem === "" ? [] : [`${stem}.${kind}ts`, `${stem}.tsx`]),
    ...extensions.map((extension) => file + extension),
    ...extensions.map((extension) => path.join(file, `index${extension}`)),
  ];
  const found = candidates.find(isFile);
  return found && pathToFileURL(found).href + url.search;
}

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"];

/** @param {string} file */
function isFile(file) {
  return existsSync(file) && statSync(file).isFile();
}

/**
 * Whether a text can be CommonJS: it has no import, no export and no await of a module.
 *
 * @param {string} text
 */
function isCommonJs(text) {
  try {
    vm.compileFunction(text.replace(/^#!/, "//"), [
      "exports",
      "require",
      "module",
      "__filename",
      "__dirname",
    ]);
    return true;
  } catch {
    return false;
  }
}

/**
 * An ES module that runs a text as CommonJS, and exports what that exports.
 *
 * @param {string} file
 * @param {string} text
 * @param {boolean} asksForDoor
 */
function wrapped(file, text, asksForDoor) {
  const names = new Set(
    Array.from(text.matchAll(/\bexports\.([A-Za-z_$][\w$]*)\s*=(?!=)/g), ([, name]) => name),
  );
  names.delete("default");
  return `
    import Module from "node:module";
    ${asksForDoor ? 'import * as door from "worker-matrix";' : ""}
    const commonJs = new Module(${JSON.stringify(file)});
    commonJs.filename = commonJs.id;
    commonJs.paths = Module._nodeModulePaths(${JSON.stringify(path.dirname(file))});
    ${asksForDoor ? 'commonJs.require = (id) => id === "worker-matrix" ? door : Module.prototype.require.call(commonJs, id);' : ""}
    commonJs._compile(${JSON.stringify(text)}, commonJs.id, "commonjs");
    commonJs.loaded = true;
    const exported = commonJs.exports;
    export { exported as default, exported as "module.exports" };
    ${[...names].map((name, index) => `const export${index} = Object(exported).${name}; export { export${index} as ${name} };`).join("\n")}`;
}
