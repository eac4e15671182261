import { copyFile, cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";
import project from "../../../package.json" with { type: "json" };
import { repository } from "../files/folders.ts";
import { buildThreads, builtFolder } from "../releases/build-threads.mjs";
import { packageText } from "./package-text.ts";

/**
 * Writes the package of the suite into a folder: the folders of the checkout as they are, each file of TypeScript compiled to JavaScript,
 * since neither Node nor Deno strips types below `node_modules`; and mitata, which Deno is told the place of.
 */
export async function writeSuitePackage(folder: string): Promise<void> {
  await buildThreads();
  const files = (await Promise.all(["shared", "runners", "scripts/driver"].map(filesIn))).flat();
  for (const file of [...files, "scripts/worker-matrix.mjs", "deno.json", "bunfig.toml"]) {
    const target = path.join(folder, file.replace(/\.ts$/, moduleEnding));
    await mkdir(path.dirname(target), { recursive: true });
    if (isCopied(file)) await copyFile(repository + file, target);
    else await writeFile(target, await compiled(file));
  }
  await esbuild.stop();
  for (const name of bundled) {
    await cp(`${repository}node_modules/${name}`, path.join(folder, "node_modules", name), {
      recursive: true,
    });
  }
  await copyFile(`${repository}LICENSE`, path.join(folder, "LICENSE"));
  await copyFile(`${repository}CHANGELOG.md`, path.join(folder, "CHANGELOG.md"));
  await writeFile(path.join(folder, "README.md"), await readme());
  await writeFile(path.join(folder, "package.json"), `${JSON.stringify(manifest(), undefined, 2)}\n`);
}

const moduleEnding = ".js";
/** Whose place `deno.json` says. */
const bundled = ["mitata"];

/** Paths of what belongs into the package. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(repository + folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.(?:md|d\.mts)$|tsconfig\.json$/.test(entry.name))
    .map(({ parentPath, name }) => path.relative(repository, path.join(parentPath, name)))
    .filter((file) => !/^scripts\/driver\/project\//.test(file) && !/^runners\/package\.ts$/.test(file));
}

/** What has no module's name in it. */
function isCopied(file: string): boolean {
  return !/\.(?:ts|mjs|json)$/.test(file) && !file.startsWith(path.relative(repository, builtFolder));
}

async function compiled(file: string): Promise<string> {
  if (file.endsWith("build-threads.mjs")) return nothingToBuild;
  const text = await readFile(repository + file, "utf8");
  const code = file.endsWith(".ts") ? await withoutTypes(text, file) : text;
  return asInstalled(code)
    .replaceAll(ourModule, `$1${moduleEnding}$2`)
    .replaceAll("project.optionalDependencies", "project.runtimes");
}

async function withoutTypes(text: string, file: string): Promise<string> {
  const { code } = await esbuild.transform(text, {
    loader: "ts",
    // The oldest releases that measured processes have to load under, but for what none of those loads.
    target: "es2022",
    supported: { "import-attributes": true },
    sourcefile: file,
  });
  return code;
}

/** A path of one of our modules: all that stands in quotes and ends in `.ts`, but not that ending alone. */
const ourModule = /(["'`/][\w./-]*[\w-])\.ts(["'`])/g;

const nothingToBuild = `/** The package has them. */
export async function buildThreads() {}
`;

function manifest(): Record<string, unknown> {
  const { version, keywords, license, devDependencies } = project;
  const { zx: _, mitata, ...dependencies } = project.dependencies;
  const peers = Object.entries(devDependencies).filter(([name]) => measuredPeers.includes(name));
  return {
    name: "worker-matrix-suite",
    version,
    description:
      "Measures JavaScript runtimes against each other and against their own releases: what an upgrade makes slower, faster, or breaks.",
    keywords: [...keywords, "benchmark-suite", "regression-testing"],
    license,
    type: "module",
    bin: { "worker-matrix": "./scripts/worker-matrix.mjs" },
    // The first with import attributes, and what dependencies need.
    engines: { node: ">=20.11" },
    dependencies: { ...dependencies, mitata },
    bundledDependencies: bundled,
    peerDependencies: Object.fromEntries(peers),
    peerDependenciesMeta: Object.fromEntries(peers.map(([name]) => [name, { optional: true }])),
    // For who reads what was measured.
    devDependencies: Object.fromEntries(peers),
    // The releases that `node`, `deno` and `bun` stand for; installed when they are asked for.
    runtimes: project.optionalDependencies,
  };
}

/** Pools of others, which `--executor` can name where they are installed. */
const measuredPeers: readonly string[] = [
  "piscina",
  "tinypool",
  "workerpool",
  "poolifier",
  "poolifier-web-worker",
];

/** What it is, and the commands' manual as of its first command: before that stands what belongs to a checkout. */
async function readme(): Promise<string> {
  const manual = await packageText("scripts/README.md");
  return `${introduction}\n${asInstalled(manual.slice(manual.indexOf("## ")))}`;
}

const introduction = `# worker-matrix-suite

Measures JavaScript runtimes against each other, and against their own releases, with workloads of yours: what does an upgrade make slower, faster, or break?

    npm install --save-dev worker-matrix worker-matrix-suite
    npx worker-matrix new-workload bench/mine                        # a workload to begin with
    npx worker-matrix upgrade node@22 node@24 -w ./bench/mine.ts     # exit status 1: something is slower, or broke
    npx worker-matrix matrix -r node,deno,bun -w ./bench/mine.ts     # the runtimes side by side
    npx worker-matrix --help

Node 20.11 or later with npm is all that has to be there. Releases are installed from npm when they are asked for, into \`~/.cache/worker-matrix\`
(\`WORKER_MATRIX_CACHE\` moves that); results go to \`./results/\`. A workload may be TypeScript under every release, and imports tasks and groups from
\`worker-matrix\`, the library. \`--executor piscina\` and other pools work where those are installed beside it.

Options that are always the same stand in \`worker-matrix.config.ts\` (or \`.js\`, \`.mjs\`, \`.json\`), for all commands that measure or for one:

\`\`\`ts
export default { all: { env: ["DATABASE_URL"] }, upgrade: { workload: ["./bench/mine.ts"], threshold: "3%" } };
\`\`\`

\`source <(npx worker-matrix completion bash)\` completes commands and options (also \`zsh\`, \`fish\`).
`;

function asInstalled(text: string): string {
  return (
    text
      .replaceAll(/npx zx scripts\/(?!worker-matrix\b)([a-z-]+)\.mjs/g, "npx worker-matrix $1")
      .replaceAll("npm run new-workload", "npx worker-matrix new-workload")
      // A text may end behind it.
      .replaceAll(/\n.*new-workload shared\/workloads\/[^`\n]*/g, "")
      .replaceAll("`.cache/`", "`~/.cache/worker-matrix/suite`")
      .replaceAll("`upgrade.mjs --json FILE`", "`worker-matrix upgrade --json FILE`")
      .replaceAll(
        /`(matrix|upgrade|calibrate|compare|publish|runtimes|bisect|history|explain|merge)\.mjs`/g,
        "`worker-matrix $1`",
      )
  );
}
