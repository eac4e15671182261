import process from "node:process";
import { parseArgs, styleText } from "node:util";
import Table from "cli-table3";
import { runtimes } from "../../../runners/current-runtime.ts";
import { BadInput } from "../command-line/bad-input.ts";
import { interruption } from "../command-line/interruption.ts";
import type { InstalledRuntime } from "../releases/installed-runtime.ts";
import { packageFor, thisMachine } from "../releases/machine.ts";
import { resolveRuntimes } from "../releases/resolve-runtimes.ts";
import { cachedVersions, cacheFolder } from "../releases/runtime-cache.ts";
import { isSupported } from "../releases/runtime-release.ts";
import { runCommand } from "./run-command.ts";

const help = `Usage: npx zx scripts/runtimes.mjs [SPEC…] [--json]

Installs the runtimes that are missing, and says of each which version, engine and binary it is.
Without a SPEC: the pinned release of each runtime, and the releases in the cache.

  node, deno, bun       the release that package.json pins
  node@24, bun@1.3.14   the newest release that matches, or that very one
  deno@latest           the newest release
  bun@canary            the newest canary, where npm has some
  node@system           the one on PATH
  bun@/opt/bun          a binary
  'node@24 --no-opt'    with flags of its own
  python, go            reference runtimes, as they are on PATH or at a path

  --json        as JSON, on standard output
  -h, --help    this text

Releases come from npm, into .cache/ or the folder in WORKER_MATRIX_CACHE. Supported are
${Object.values(runtimes)
  .map(({ name, supported }) => `${name} ${supported}`)
  .join(", ")}.

Examples:
  npx zx scripts/runtimes.mjs
  npx zx scripts/runtimes.mjs node@22 node@24 deno@2.8 bun@canary
  npx zx scripts/runtimes.mjs node@system python go --json

Exit status: 0 all are there (a reference may be missing), 1 one cannot be had, 2 wrong arguments, 130 interrupted.`;

/** `scripts/runtimes.mjs`: returns the exit status. */
export function runtimesCommand(args: readonly string[]): Promise<number> {
  return runCommand(async () => {
    const signal = interruption();
    const { specs, json } = readArguments(args);
    if (specs === "help") {
      process.stdout.write(`${help}\n`);
      return 0;
    }
    const found = await resolveRuntimes(specs.length > 0 ? specs : present(), {
      signal,
      notice: (line) => process.stderr.write(`${line}\n`),
    });
    process.stdout.write(json ? `${JSON.stringify(found.map(record), null, 2)}\n` : table(found));
    return 0;
  });
}

function readArguments(args: readonly string[]): { specs: string[] | "help"; json: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: "boolean", default: false }, help: { type: "boolean", short: "h" } },
    });
    const specs = positionals.flatMap((names) => names.split(",")).filter((name) => name !== "");
    return { specs: values.help ? "help" : specs, json: values.json };
  } catch (error) {
    throw new BadInput(`${error instanceof Error ? error.message : error}; --help shows what there is`, {
      cause: error,
    });
  }
}

/** The specs of what is on this machine: the pinned releases, and those in the cache. */
function present(): string[] {
  const machine = thisMachine();
  const cache = cacheFolder();
  const cached = Object.values(runtimes).flatMap(({ name, packages, supported }) => {
    const releasePackage = packageFor(packages, machine);
    if (releasePackage === undefined) return [];
    const versions = cachedVersions(cache, releasePackage).filter((version) =>
      isSupported(version, supported),
    );
    return versions.map((version) => `${name}@${version}`);
  });
  return [...Object.keys(runtimes), ...cached];
}

/** What `--json` has of each. */
function record(runtime: InstalledRuntime): Record<string, string> {
  const { spec, name, status } = runtime;
  if (runtime.status === "not installed") return { spec, name, status, reason: runtime.reason };
  const { version, engine, path, source } = runtime;
  return { spec, name, status, version, engine, path, source };
}

function table(found: readonly InstalledRuntime[]): string {
  const none = Object.fromEntries(lines.map((name) => [name, ""]));
  const rows = new Table({
    head: ["spec", "version", "engine", "path"],
    chars: { ...none, middle: "  " },
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const runtime of found) {
    const { spec } = runtime;
    rows.push(
      runtime.status === "ready"
        ? [spec, runtime.version, runtime.engine, runtime.path]
        : [spec, runtime.status, "", runtime.reason],
    );
  }
  const [head = "", ...body] = rows
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
  return `${[styleText("bold", head), ...body].join("\n")}\n`;
}

/** What cli-table3 draws around and between cells. */
const lines = [
  ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
  ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid"],
];
